"""Put pairs together to groups that can be looked at side by side."""

from collections.abc import Iterable

MOST_MEMBERS = 6


def group_pairs(
    pairs: Iterable[tuple[int, int]], most: int = MOST_MEMBERS
) -> list[list[int]]:
    """Return groups of which any two members are a pair, the first pairs first.

    Nothing is chained: where a is like b and b like c, but a not like c, there are two
    groups. Every pair is in a group; one that fits into none makes its own.

    >>> group_pairs([(1, 2), (2, 3), (1, 3), (3, 4)])
    [[1, 2, 3], [3, 4]]
    """
    pairs = list(pairs)
    alike = {frozenset(pair) for pair in pairs}
    groups: list[list[int]] = []
    member_of: dict[int, list[list[int]]] = {}
    for first, second in pairs:
        if any(second in group for group in member_of.get(first, ())):
            continue
        for known, new in ((first, second), (second, first)):
            group = _find_group(member_of.get(known, ()), new, alike, most)
            if group is not None:
                break
        else:
            group, new = [first], second
            groups.append(group)
            member_of.setdefault(first, []).append(group)
        group.append(new)
        member_of.setdefault(new, []).append(group)
    return groups


def _find_group(groups, new: int, alike: set, most: int) -> list[int] | None:
    for group in groups:
        if len(group) < most and all(
            frozenset((member, new)) in alike for member in group
        ):
            return group
    return None
