"""Add up what the members of groups have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def add_up(
    groups: Mapping[int, Iterable[int]], balances: Mapping[int, list[dict]]
) -> dict[int, list[dict]]:
    """Return per group the sums of its members' balances, a sum per currency.

    >>> add_up({1: [1, 2]}, {
    ...     1: [{"currency_id": 7, "amount": 10.0}],
    ...     2: [{"currency_id": 7, "amount": 2.5}, {"currency_id": 8, "amount": 1.0}],
    ... })
    {1: [{'currency_id': 7, 'amount': 12.5}, {'currency_id': 8, 'amount': 1.0}]}
    """
    sums = {}
    for group, members in groups.items():
        amounts: dict[int, float] = defaultdict(float)
        for member in members:
            for balance in balances.get(member, ()):
                amounts[balance["currency_id"]] += balance["amount"]
        if amounts:
            sums[group] = [
                {"currency_id": currency_id, "amount": amount}
                for currency_id, amount in sorted(amounts.items())
            ]
    return sums
