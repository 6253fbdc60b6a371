"""The style sheet and the script of the review page, as texts: a pure room reads no files."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--line:#b4b2aa;--soft:#f3f1ea;--ink:#1c1b19;--dim:#5a5850;--paper:#fdfcf9;--link:#0b4f8a}
@media(prefers-color-scheme:dark){
:root{--line:#57554e;--soft:#26251f;--ink:#ece9e0;--dim:#b3b0a5;--paper:#191813;--link:#8fc1f2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:84rem;margin:0 auto;padding:1rem}
a{color:var(--link)}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
h2 b,.kinds b{font-weight:400;color:var(--dim)}
code{font:.85rem/1.45 ui-monospace,monospace;overflow-wrap:anywhere;background:var(--soft);padding:.05rem .25rem}
.hint,dt{color:var(--dim);font-size:.85rem}
.live{display:none}
.ready .live{display:revert}
.tools{position:sticky;top:0;z-index:1;background:var(--paper);border-bottom:1px solid var(--line);padding:.5rem 0}
.tools p{margin:.5rem 0 0}
fieldset{border:0;margin:0;padding:0}
legend{float:left;padding:0 .75rem 0 0;font-weight:600}
.kinds{display:flex;flex-wrap:wrap;gap:.15rem 1rem;align-items:center}
.find{margin-right:1rem}
input,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--dim);border-radius:.2rem}
input[type=text]{width:100%;padding:.35rem .5rem;display:block}
input[type=search]{padding:.2rem .5rem}
button{padding:.15rem .6rem;cursor:pointer;background:var(--soft)}
:focus-visible{outline:3px solid var(--link);outline-offset:1px}
article{border-top:1px solid var(--line);padding:.75rem 0;display:grid;gap:.25rem 1.5rem;
content-visibility:auto;contain-intrinsic-size:auto 9rem}
article p,dl,dd{margin:0;overflow-wrap:anywhere}
dl>div{display:grid;grid-template-columns:4rem 1fr}
.lines{margin-top:.35rem}
.lines p{display:grid;grid-template-columns:4rem 1fr auto;gap:.15rem .5rem;align-items:baseline}
.lines p.hint{display:block}
[hidden]{display:none!important}
details{margin:.5rem 0;max-width:60rem}
summary{cursor:pointer}
@media(min-width:60rem){article{grid-template-columns:18rem 1fr 28rem}}
@media(max-width:40rem){.tools{position:static}button,label{min-height:1.75rem}}
"""
SCRIPT = r"""
(function () {
  "use strict";
  var one = function (query, from) { return (from || document).querySelector(query); };
  var all = function (query, from) { return Array.from((from || document).querySelectorAll(query)); };
  document.body.classList.add("ready");
  if (!one(".tools")) { return; }
  var find = one("#find"), bare = one("#bare"), told = one("#told"), saved = "";
  var rows = all("article").map(function (row) {
    var cells = all("input[type=hidden]", row).map(function (cell) { return cell.value; });
    var text = (cells[1] + " " + row.textContent).toLowerCase();
    return {row: row, field: one("input[type=text]", row), cells: cells, text: text};
  });
  var boxes = all("[data-kind]");

  function show() {
    var words = find.value.toLowerCase().split(/\s+/), on = {}, count = 0;
    boxes.forEach(function (box) { on[box.dataset.kind] = box.checked; });
    rows.forEach(function (item) {
      var fits = on[item.row.parentNode.id] && !(bare.checked && item.field.value.trim()) &&
        words.every(function (word) { return item.text.includes(word); });
      item.row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    all("section").forEach(function (part) { part.hidden = !one("article:not([hidden])", part); });
    one("#shown").textContent = count + " of " + rows.length + " shown.";
  }

  function answers() { return rows.filter(function (item) { return item.field.value.trim(); }); }

  function cell(text) {
    var odd = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^\d+(e\d+)?$|^\d{1,4}([-.\/]\d{1,4}){1,2}$/i.test(text);
    return '"' + (odd ? "'" : "") + text.replace(/"/g, '""') + '"';
  }

  function table() {
    var heads = ["id", "what", "answer", "if it is right", "how to settle it"];
    return "\ufeff" + [heads].concat(answers().map(function (item) {
      return [item.cells[0], item.cells[1], item.field.value.trim(), item.cells[2], item.cells[3]];
    })).map(function (line) { return line.map(cell).join(","); }).join("\r\n") + "\r\n";
  }

  function save() {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], {type: "text/csv"}));
    link.download = "review.csv";
    link.click();
    saved = table();
    told.textContent = answers().length + " saved as review.csv: now run fonds review --apply with its path.";
  }

  function copy(button) {
    var code = one("code", button.parentNode), range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    var done = function () { told.textContent = "Copied."; button.textContent = "Copied"; };
    if (navigator.clipboard) { navigator.clipboard.writeText(code.textContent).then(done, function () {}); }
    else if (document.execCommand("copy")) { done(); }
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.id === "save") { save(); }
    if (button.classList.contains("copy")) { copy(button); }
    if ("all" in button.dataset) { boxes.forEach(function (box) { box.checked = !!button.dataset.all; }); show(); }
  });
  one(".tools").addEventListener("submit", function (event) { event.preventDefault(); });
  one(".tools").addEventListener("input", show);
  window.addEventListener("beforeunload", function (event) {
    if (answers().length && table() !== saved) { event.preventDefault(); }
  });
  show();
}());
"""
