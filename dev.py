"""A fresh clone -> a built demo archive (`demo`), a finished test run (`test`), or fresh lock files (`lock`).

Needs Python 3.11 or newer with pip and venv, and nothing else: all that is installed goes into `.venv` beside this
file, from lock files that name each package with its version and the digests of its files. The syntax of this file is
kept to what Python 3.7 reads, so that an older Python gets the message below instead of a SyntaxError.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent
VENV = TOP / ".venv"
STAMP = VENV / "installed.txt"
OLDEST = (3, 11)
RUN_LOCKS = ("requirements.lock", "requirements-build.lock")
DEV_LOCKS = ("requirements-dev.lock",)
SCALE_LOCK = "requirements-scale.lock"
SCALE_EXTRAS = ("dask", "ray", "remote")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
BROWSER_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
USAGE = """\
python3 dev.py demo            build the demo archive into public/ and say how to look at it
python3 dev.py test [ARGS]     run all the tests; ARGS go to pytest
python3 dev.py audit [ARGS]    look at the demo archive with axe-core, html-validate, Zotero and Lighthouse (needs npm)
python3 dev.py lock [ARGS]     write the lock files anew (needs uv); ARGS go to uv, for example --upgrade
"""
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
)


class Failed(Exception):
    """The command cannot go on; the message says why and what to do."""


def main(args: "list[str]") -> int:
    """Run one command; `args` are the words after `dev.py`. Returns the exit code: 2 for a wrong command."""
    commands = {"demo": demo, "test": test, "audit": audit, "lock": lock}
    if args and args[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    if not args or args[0] not in commands:
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        if sys.version_info[:2] < OLDEST:
            raise Failed(
                f"this is Python {sys.version.split()[0]}; fonds needs 3.11 or newer, as in `python3.11 dev.py`"
            )
        return commands[args[0]](args[1:])
    except Failed as failed:
        print(f"dev.py: {failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def demo(args: "list[str]") -> int:
    """Build the demo archive of site.yaml into public/. `args` go to `fonds build`."""
    prepare(RUN_LOCKS)
    code = call(venv_python(), "-m", "generator", "build", *args)
    if code == 0 and not args:
        command = Path(".venv", "Scripts" if os.name == "nt" else "bin", "fonds")
        say("The demo archive is in public/. To look at it:", f"    {command} serve", "and open the address it names.")
    return code


def test(args: "list[str]") -> int:
    """Run pytest on two processes with the browser found for it. Returns pytest's exit code."""
    prepare(DEV_LOCKS)
    environment = dict(os.environ)
    browser, why = find_browser()
    if browser:
        environment["FONDS_CHROMIUM"] = browser
    else:
        environment["FONDS_NO_CHROMIUM"] = why
        say(f"The browser tests are skipped: {why}")
    own = any(arg.startswith(("-n", "--numprocesses", "--pdb")) for arg in args)
    code = call(venv_python(), "-m", "pytest", *(() if own else ("-n", "2")), *args, environment=environment)
    if not browser:
        say(f"The browser tests were skipped: {why}")
    return code


def audit(args: "list[str]") -> int:
    """Look at the pages with the tools of others; `args` go to bench/audit. Exit code 3: the tools cannot be had."""
    prepare(DEV_LOCKS)
    browser, why = find_browser()
    if not browser:
        raise Failed(f"`audit` needs a browser: {why}")
    return call(venv_python(), "bench/audit", *args, environment=dict(os.environ, FONDS_CHROMIUM=browser))


def lock(args: "list[str]") -> int:
    """Write the four lock files from pyproject.toml. `args` go to each run of `uv pip compile`."""
    import tomllib

    uv = shutil.which("uv") or shutil.which("uv", path=str(venv_python().parent))
    if not uv:
        raise Failed("`lock` needs uv on the PATH; see its documentation for how to install it.")
    with (TOP / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["build-system"]["requires"]
    # Hatchling asks for `editables` only while it makes an editable install, so its own metadata does not name it.
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder, "build-system.in")
        build.write_text("\n".join([*needed, "editables"]), encoding="utf-8")
        run = ("-c", RUN_LOCKS[0])
        compile_lock(uv, RUN_LOCKS[0], "pyproject.toml", *args)
        compile_lock(uv, RUN_LOCKS[1], str(build), "--no-annotate", *run, *args)
        compile_lock(uv, DEV_LOCKS[0], "pyproject.toml", "--group", "dev", *run, "-c", RUN_LOCKS[1], *args)
    extras = [word for name in SCALE_EXTRAS for word in ("--extra", name)]
    compile_lock(uv, SCALE_LOCK, "pyproject.toml", *extras, "-c", DEV_LOCKS[0], *args)
    return 0


def compile_lock(uv: str, target: str, *args: str) -> None:
    """Write one lock file: for every platform and Python, with digests, naming no index. Raises Failed."""
    command = (uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
    words = ("--no-emit-index-url", "--custom-compile-command", "python3 dev.py lock", "-o", target)
    if call(*command, *words, *args):
        raise Failed(f"uv could not make {target}; its words are above.")
    say(f"{target} written")


def prepare(locks: "tuple[str, ...]") -> None:
    """See to it that `.venv` holds what `locks` name, and fonds itself. Does nothing if it already does."""
    wanted = {name: digest_of(name) for name in (*RUN_LOCKS, *DEV_LOCKS, "pyproject.toml")}
    usable = venv_works()
    if usable and set(locks) <= installed(wanted):
        return
    if not usable:
        make_venv()
    STAMP.unlink(missing_ok=True)
    say(f"Installing the packages of {' and '.join(locks)} into .venv (once; a minute or two) ...")
    files = [word for name in locks for word in ("-r", name)]
    if pip("--require-hashes", "--only-binary", ":all:", *files):
        raise Failed("pip could not install the locked packages; its words are above.")
    if pip("--no-deps", "--no-build-isolation", "--editable", "."):
        raise Failed("pip could not install fonds itself; its words are above.")
    lines = (f"{wanted[name]} {name}\n" for name in (*locks, "pyproject.toml"))
    STAMP.write_text("".join(lines), encoding="utf-8")


def installed(wanted: "dict[str, str]") -> "set[str]":
    """Which lock files the stamp in `.venv` says are installed as they are now; none if pyproject.toml changed."""
    if not STAMP.is_file():
        return set()
    lines = (line.split(" ", 1) for line in STAMP.read_text(encoding="utf-8").splitlines())
    there = {name for digest, name in lines if wanted.get(name) == digest}
    if "pyproject.toml" not in there:
        return set()
    # The lock for developers holds all that the others hold; tests/test_project.py checks that.
    return there | set(RUN_LOCKS) if set(DEV_LOCKS) <= there else there


def digest_of(name: str) -> str:
    """sha256 of a file beside this one."""
    return hashlib.sha256((TOP / name).read_bytes()).hexdigest()


def venv_python() -> Path:
    """Where the Python of `.venv` is."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def venv_works() -> bool:
    """Whether `.venv` has a Python, new enough, that runs and has pip: one copied from elsewhere does not."""
    if not venv_python().exists():
        return False
    words = f"import sys, pip; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.run([str(venv_python()), "-c", words], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv`, over a broken one if need be. Raises Failed, with what to install, where Python cannot."""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        hint = f"On Debian and Ubuntu: apt-get install python{version}-venv (or python3-venv), then run this again."
        raise Failed(f"this Python has no {' and no '.join(missing)}, so it cannot make a virtual environment.\n{hint}")
    say("Making .venv ...")
    if call(sys.executable, "-m", "venv", "--clear", str(VENV)):
        raise Failed("Python could not make .venv; its words are above.")


def pip(*args: str) -> int:
    """`pip install` in `.venv`; returns its exit code."""
    words = ("install", "-qq", "--no-input", "--disable-pip-version-check")
    return call(venv_python(), "-m", "pip", *words, *args)


def find_browser() -> "tuple[str, str]":
    """A Chromium for the browser tests, installed if need be: its path, or "" and the reason why there is none."""
    named = os.environ.get("FONDS_CHROMIUM", "")
    if named:
        return (named, "") if Path(named).is_file() else ("", f"FONDS_CHROMIUM names {named}, which is not there.")
    found = present_browser()
    if found:
        return found, ""
    tried = []
    for way in (install_with_apt, install_with_playwright):
        said = way()
        found = present_browser()
        if found:
            return found, ""
        tried.append(said)
    return "", "no Chromium or Chrome on the PATH; " + "; ".join(tried) + "."


def present_browser() -> str:
    """The path of a browser that is already there: on the PATH, where its own installer puts it, or Playwright's."""
    for path in (*(shutil.which(name) for name in BROWSERS), *BROWSER_PLACES):
        if path and Path(path).is_file():
            return path
    path = playwright_browser()
    return path if path and Path(path).is_file() else ""


def playwright_browser() -> str:
    """Where Playwright keeps, or would keep, its own Chromium; "" if it cannot say."""
    if not venv_python().exists():
        return ""
    command = [str(venv_python()), "-c", ASK_PLAYWRIGHT]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOP)
    return done.stdout.strip() if done.returncode == 0 else ""


def install_with_apt() -> str:
    """Install Debian's chromium if apt-get is here and we are root; returns what came of it, in words."""
    apt = shutil.which("apt-get")
    if not apt:
        return "no apt-get here"
    if os.geteuid() != 0:
        return "apt-get needs root"
    say("Installing chromium with apt-get for the browser tests (once) ...")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    patient = (apt, "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
    call(*patient, "update", environment=environment, silent=True)
    install = ("install", "-y", "--no-install-recommends", "chromium")
    code = call(*patient, *install, environment=environment, silent=True)
    return f"apt-get install chromium ended with exit code {code}"


def install_with_playwright() -> str:
    """Let Playwright bring its Chromium; returns what came of it, in words."""
    say("Asking Playwright for its Chromium for the browser tests (once) ...")
    code = call(venv_python(), "-m", "playwright", "install", "chromium", silent=True)
    return f"`playwright install chromium` ended with exit code {code}"


def call(*command: "str | Path", environment: "dict[str, str] | None" = None, silent: bool = False) -> int:
    """Run a command in the project's folder and return its exit code; `silent` shows its words only if it fails."""
    words = [str(word) for word in command]
    if not silent:
        return subprocess.run(words, cwd=TOP, env=environment, check=False).returncode
    done = subprocess.run(
        words, cwd=TOP, env=environment, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stdout.write(done.stdout.decode(errors="replace")[-2000:])
    return done.returncode


def say(*lines: str) -> None:
    """Print lines at once, in the right place between the words of the commands that are called."""
    print(*lines, sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
