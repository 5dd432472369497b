"""Architecture: base of every kind; Component: what it shares with the blocks it is made of."""

import inspect
import typing
from typing import Any

import pulumi

from components.args import Args
from components.settings import Context, Settings, context_of


class Component(pulumi.ComponentResource):
    """A component that knows its environment.

    `context` and `settings` come along the chain of parents. `own` are the options of children:
    this parent and nothing more, because options that were merged in would move children out of
    the component or copy its aliases onto them.
    """

    def __init__(
        self,
        token: str,
        name: str,
        args: Args,
        opts: pulumi.ResourceOptions | None,
        inputs: dict[str, Any] | None = None,
    ) -> None:
        """Register the component with `inputs`, the facts that guardrails read at preview."""
        inputs = dict(inputs or {})
        if args.exempt:
            inputs["exempt"] = [entry.model_dump(exclude_none=True) for entry in args.exempt]
        super().__init__(token, name, inputs, opts)
        self.name = name
        self.context: Context = context_of(opts)
        self.own = pulumi.ResourceOptions(parent=self)

    @property
    def settings(self) -> Settings:
        return self.context.settings


class Architecture(Component):
    """One entry of an environment. A subclass states its outputs as annotations:

        queue_url: pulumi.Output[str]

    and assigns each in its constructor, which ends in `self.finish()`. Its type token is
    `palisade:<domain>:<Class>` from the module's path.
    """

    def __init__(self, name: str, args: Args, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.token(), name, args, opts)

    @classmethod
    def token(cls) -> str:
        domain = cls.__module__.split(".")[-2]
        return f"palisade:{domain}:{cls.__name__}"

    @classmethod
    def args_class(cls) -> type[Args]:
        """The pydantic class of the constructor's `args`."""
        return typing.get_type_hints(cls.__init__)["args"]

    @classmethod
    def outputs(cls) -> tuple[str, ...]:
        """Names of the outputs: what `${name.output}` can take."""
        return tuple(
            name
            for name, hint in inspect.get_annotations(cls, eval_str=True).items()
            if typing.get_origin(hint) is pulumi.Output
        )

    def finish(self) -> None:
        """Register the outputs: the constructor's last line."""
        self.register_outputs({name: getattr(self, name) for name in self.outputs()})
