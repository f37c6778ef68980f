"""What a merge will do, as plain data."""

from dataclasses import dataclass, field

from .merge_reference import Reference


@dataclass(frozen=True)
class Step:
    """How often the two records are named in one column."""

    reference: Reference
    source: int
    target: int


@dataclass(frozen=True)
class Clash:
    """Two rows of which only one can stay: what both say, and where they differ."""

    reference: Reference
    theirs: dict
    ours: dict
    differing: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing is lost when one row goes."""
        return not self.differing


@dataclass(frozen=True)
class Overwrite:
    """A value that attaching changes on the customer, or on its target.

    :param company: the company for which it changes; none when it is the same for all
    """

    field: object
    record: object
    was: object
    becomes: object
    company: object = None


@dataclass(frozen=True)
class Rewriting:
    """A text that names the source, and what it becomes."""

    reference: Reference
    row_id: int
    became: str | list


@dataclass(frozen=True)
class Plan:
    """All steps of a merge, or the reasons against it.

    :param staying: what goes on naming the source, when that stays as a contact
    :param overwrites: what attaching writes over
    :param balances: sums of the ledger of both together, by company, account and
        currency
    """

    refusals: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    staying: list[Step] = field(default_factory=list)
    overwrites: list[Overwrite] = field(default_factory=list)
    rewritings: list[Rewriting] = field(default_factory=list)
    balances: dict = field(default_factory=dict)

    @property
    def moving(self) -> list[Step]:
        """Return the steps in which rows change their partner."""
        return [step for step in self.steps if step.source]

    @property
    def losing(self) -> list[Clash]:
        """Return the clashes that somebody must agree to."""
        return [clash for clash in self.clashes if not clash.is_same]
