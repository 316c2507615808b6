"""Fewer or more themes along the tree: joins and splits that leave every other theme as it is.

The themes that stand are the leaves to begin from. Coarser by k joins k times the two themes whose
union raises the sum of squared distances to the centroids least (Ward 1963, "Hierarchical grouping
to optimize an objective function"); finer by k undoes, k times, the join that would have raised it
most: a theme gives up the one under it that stands most apart, or, where none stands under it, is
parted in two by Ward's method. Coarser by k + 1 is coarser by k and one more join; so is finer.
Approved and locked themes, and those above or below one, take no part.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from pipeline.records import Theme
from pipeline.review.apply import after
from pipeline.review.decisions import Decision, Merge, Nest, Several, Split
from pipeline.review.state import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Name = Callable[[Sequence[Sequence[str]]], Sequence[str]]

# A theme of fewer bullets is not parted, nor is one bullet parted from the rest.
_SMALLEST_PARTED = 4
_SMALLEST_PART = 2
# Ward takes memory by the square of the bullets; a larger theme is for a person to part.
_MOST_PARTED = 5_000
_ROUNDED = 9


@dataclass(frozen=True, slots=True)
class Change:
    """One join or split.

    Attributes
    ----------
    kind
        "join": `other` comes under `theme`. "split": `other`, or `bullets` as a new theme if it is
        empty, leaves `theme`.
    bullets
        Bullets that change theme at the top.
    title
        Title at the top after it: of `theme` for a join, of what leaves for a split.
    cost
        Rise of the sum of squared distances by the join, or fall of it by the split.
    """

    kind: Literal["join", "split"]
    theme: str
    other: str
    bullets: tuple[str, ...]
    title: str
    cost: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What "coarser by k" or "finer by k" would do.

    Attributes
    ----------
    before, after
        Number of themes at the top now and then.
    changes
        Joins or splits, in the order in which they follow one another; fewer than asked for where
        nothing is left to join or split.
    themes
        Title and number of bullets of each theme at the top then.
    decisions
        What carries it out: nothing, or one decision that is taken back in one step.
    """

    before: int
    after: int
    changes: tuple[Change, ...]
    themes: tuple[tuple[str, int], ...]
    decisions: tuple[Decision, ...]


def coarser(
    state: State,
    steps: int,
    rows: Mapping[str, int],
    vectors: Vectors,
    tables: Mapping[str, Hashable] = MappingProxyType({}),
    known: dict[tuple[str, ...], Group] | None = None,
) -> Plan:
    """Plan to join themes at the top.

    Of two themes the larger takes the other in, of two as large the one that more tables have
    spoken of. What comes in stands under it: as the themes under it did, or as one.

    Parameters
    ----------
    state
        The theme set.
    steps
        How many joins.
    rows, vectors
        Row of each bullet in vectors of shape (bullets, dimensions), smoothed as they are for
        clustering.
    tables
        Table that each bullet comes from.
    known
        Sums of the bullets that each theme held when it was asked before, of the same vectors;
        those of the themes as they are now are left in it.
    """

    def breadth(theme: str) -> int:
        return len({tables[bullet] for bullet in now.members(theme) if bullet in tables})

    now, changes = state, []
    decisions: list[Decision] = []
    groups = _groups(state, rows, vectors, {} if known is None else known)
    costs: dict[tuple[str, str], float] = {}
    for _ in range(steps):
        found = list(combinations([t for t in groups if groups[t].size], 2))
        for one, other in found:
            if (one, other) not in costs:
                costs[one, other] = round(groups[one].cost(groups[other]), _ROUNDED)
        pairs = [(costs[pair], *pair) for pair in found]
        if not pairs:
            break
        # Of equal costs the first pair in the order of the list.
        cost, *pair = min(pairs, key=lambda row: row[0])
        into, other = sorted(pair, key=lambda t: (-groups[t].size, -breadth(t)))
        bullets = now.members(other)
        for decision in _join(now, into, other):
            now = after(now, decision)
            decisions.append(decision)
        groups[into] += groups.pop(other)
        costs = {pair: cost for pair, cost in costs.items() if not {*pair} & {into, other}}
        changes.append(Change("join", into, other, bullets, now.themes[into].title, cost))
    return _plan(state, changes, decisions)


def finer(state: State, steps: int, rows: Mapping[str, int], vectors: Vectors, name: Name) -> Plan:
    """Plan to split themes at the top; see `coarser`.

    Parameters
    ----------
    name
        Titles for groups of bullets that become new themes.
    """
    nodes = [
        _Node(
            theme,
            theme,
            tuple(bullet for bullet in state.own[theme] if bullet in rows),
            {
                child: tuple(bullet for bullet in state.own[child] if bullet in rows)
                for child in state.children[theme]
                if any(bullet in rows for bullet in state.own[child])
            },
        )
        for theme in _movable(state)
    ]
    cuts = {node: _cut(node, rows, vectors) for node in nodes}
    left: dict[_Node, _Node] = {}
    made: list[tuple[_Node, str, float]] = []
    for _ in range(steps):
        ready = [(node, cut) for node in nodes if (cut := cuts[node])]
        if not ready:
            break
        node, cut = max(ready, key=lambda row: round(row[1].cost, _ROUNDED))
        rest, part = node.without(cut)
        position = nodes.index(node)
        nodes[position : position + 1] = [rest, part]
        cuts |= {new: _cut(new, rows, vectors) for new in (rest, part)}
        left[node] = rest
        made.append((part, node.theme or node.source, cut.cost))
    return _splits(state, nodes, made, left, name)


def taking_no_part(state: State) -> list[Theme]:
    """Themes at the top that stay as they are: approved, locked, or with such a one under them."""
    movable = set(_movable(state))
    return [theme for theme in state.tops() if theme.id not in movable]


@dataclass(frozen=True, slots=True)
class Group:
    """Bullets summed up: how many, and the sum of their vectors."""

    size: int
    total: NDArray[np.float64]

    @classmethod
    def of(cls, bullets: Sequence[str], rows: Mapping[str, int], vectors: Vectors) -> Group:
        """Sum up bullets; those without a vector are passed over."""
        import numpy as np

        known = [rows[bullet] for bullet in bullets if bullet in rows]
        return cls(len(known), vectors[known].sum(axis=0, dtype=np.float64))

    def __add__(self, other: Group) -> Group:
        return Group(self.size + other.size, self.total + other.total)

    def __sub__(self, other: Group) -> Group:
        return Group(self.size - other.size, self.total - other.total)

    def cost(self, other: Group) -> float:
        """Rise of the sum of squared distances if the two become one."""
        apart = self.total / self.size - other.total / other.size
        return float(apart @ apart) * self.size * other.size / (self.size + other.size)


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """A theme at the top while splits are planned; `theme` is empty for one that is new."""

    theme: str
    source: str
    own: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]]

    def without(self, cut: _Cut) -> tuple[_Node, _Node]:
        """Return what is left, and what leaves."""
        if cut.child:
            left = {id_: held for id_, held in self.children.items() if id_ != cut.child}
            part = _Node(cut.child, cut.child, self.children[cut.child], {})
            return replace(self, children=left), part
        gone = set(cut.bullets)
        own = tuple(bullet for bullet in self.own if bullet not in gone)
        children = {
            id_: tuple(bullet for bullet in held if bullet not in gone)
            for id_, held in self.children.items()
        }
        part = _Node("", self.source, cut.bullets, {})
        return replace(self, own=own, children=children), part


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a theme would be split: a theme under it, or bullets of it."""

    child: str
    bullets: tuple[str, ...]
    cost: float


def _groups(
    state: State,
    rows: Mapping[str, int],
    vectors: Vectors,
    known: dict[tuple[str, ...], Group],
) -> dict[str, Group]:
    """Sum up the bullets of each theme that may be joined, from what is known where it can be."""
    members = {theme: state.members(theme) for theme in _movable(state)}
    groups = {
        theme: known.get(held) or Group.of(held, rows, vectors) for theme, held in members.items()
    }
    known.clear()
    known.update((members[theme], group) for theme, group in groups.items())
    return groups


def _movable(state: State) -> Iterator[str]:
    for theme in state.tops():
        family = (theme, *(state.themes[child] for child in state.children[theme.id]))
        if not any(part.is_locked or part.status == "approved" for part in family):
            yield theme.id


def _join(state: State, into: str, other: str) -> Iterator[Decision]:
    """Say how a theme comes under another: whole, or in the parts that it has."""
    yield from (Nest(child, into) for child in state.children[other])
    if state.children[other] and not state.own[other]:
        # Nothing is left in it but its title, which becomes a phrase of the other.
        yield Merge((other,), into)
    else:
        yield Nest(other, into)


def _cut(node: _Node, rows: Mapping[str, int], vectors: Vectors) -> _Cut | None:
    parts = [*node.children, *([""] if node.own else [])]
    if len(parts) > 1:
        groups = {id_: Group.of(held, rows, vectors) for id_, held in node.children.items()}
        whole = Group.of(node.own, rows, vectors)
        for group in groups.values():
            whole += group
        costs = {id_: group.cost(whole - group) for id_, group in groups.items()}
        child = max(costs, key=lambda id_: round(costs[id_], _ROUNDED))
        return _Cut(child, node.children[child], costs[child])
    bullets = [*node.own, *(bullet for held in node.children.values() for bullet in held)]
    part = _part(bullets, rows, vectors)
    if not part:
        return None
    gone = set(part)
    rest = Group.of([bullet for bullet in bullets if bullet not in gone], rows, vectors)
    return _Cut("", part, Group.of(part, rows, vectors).cost(rest))


def _part(bullets: Sequence[str], rows: Mapping[str, int], vectors: Vectors) -> tuple[str, ...]:
    """Return the smaller side of the highest cut of the Ward tree that parts no bullet alone."""
    if not _SMALLEST_PARTED <= len(bullets) <= _MOST_PARTED:
        return ()
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from threadpoolctl import threadpool_limits

    # One thread: the last bits must not depend on the machine.
    with threadpool_limits(limits=1):
        tree = linkage(vectors[[rows[bullet] for bullet in bullets]], "ward")
    for number in range(2, len(bullets)):
        labels = fcluster(tree, number, "maxclust")
        found, sizes = np.unique(labels, return_counts=True)
        order = sorted(
            range(len(found)), key=lambda i: (-sizes[i], int(np.argmax(labels == found[i])))
        )
        if len(order) > 1 and sizes[order[1]] >= _SMALLEST_PART:
            chosen = found[order[1]]
            return tuple(b for b, label in zip(bullets, labels, strict=True) if label == chosen)
    return ()


def _splits(
    state: State,
    nodes: Sequence[_Node],
    made: Sequence[tuple[_Node, str, float]],
    left: Mapping[_Node, _Node],
    name: Name,
) -> Plan:
    """Say splits as decisions: themes rise to the top first, then bullets leave as new themes.

    `made` is what left each theme, `left` what is left of what was parted again.
    """
    new = [node for node in nodes if not node.theme]
    titles = dict(zip(new, name([node.own for node in new]) if new else (), strict=True))
    changes: list[Change] = []
    decisions: list[Decision] = []
    for part, source, cost in made:
        if part.theme:
            decisions.append(Nest(part.theme, None))
            title = state.themes[part.theme].title
        else:
            last = part
            while last in left:
                last = left[last]
            title = titles[last]
        changes.append(Change("split", source, part.theme, part.own, title, round(cost, _ROUNDED)))
    decisions += [Split(node.source, node.own, titles[node]) for node in new]
    return _plan(state, changes, decisions)


def _plan(state: State, changes: Sequence[Change], decisions: Sequence[Decision]) -> Plan:
    step = (Several(tuple(decisions)),) if decisions else ()
    then = after(state, step[0]) if step else state
    themes = tuple((theme.title, len(then.members(theme.id))) for theme in then.tops())
    return Plan(len(state.tops()), len(themes), tuple(changes), themes, step)
