"""How Jinja makes Python of the templates: what is known then is not asked again on each page; the output is the same.

Texts that are only joined are not made Markup first. The functions `t` and `translated` are called as what they are,
and where their arguments are written down, as in `t('Tags')`, what they give stands in the code.
"""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import Markup, escape


def escaped(value: object) -> str:
    """What stands in a page for a value: escaped as markupsafe does it."""
    if type(value) is str:
        plain = value.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
        return plain.replace("'", "&#39;").replace('"', "&#34;")
    return value if type(value) is Markup else escape(value)


class Code(CodeGenerator):
    """The generator of an environment that has `escaped`, and `words` for its `pure` functions."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        function = self.environment.pure.get(name)  # type: ignore[attr-defined]
        if function is None or frame.symbols.find_load(frame.symbols.ref(name)) != (VAR_LOAD_RESOLVE, name):
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif (given := _written(node)) is not None:
            self.write(repr(function(self.environment.words, *given)))  # type: ignore[attr-defined]
        else:
            self.write(f"environment.pure[{name!r}](environment.words")
            self.signature(node, frame)
            self.write(")")


def _written(node: nodes.Call) -> list[Any] | None:
    """The arguments of a call, if the template itself holds them all."""
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        return None
    try:
        return [one.as_const() for one in node.args]
    except nodes.Impossible:
        return None
