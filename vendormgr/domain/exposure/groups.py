"""Things that belong together because a chain of pairs does."""

from collections.abc import Hashable, Iterable


class Groups:
    """Groups that grow together; each is known by one of its members."""

    def __init__(self) -> None:
        self._leader: dict[Hashable, Hashable] = {}

    def join(self, members: Iterable[Hashable]) -> None:
        """These belong together from now on."""
        first: Hashable = None
        for member in members:
            leader = self.of(member)
            if first is None:
                first = leader
            else:
                self._leader[leader] = first

    def of(self, member: Hashable) -> Hashable:
        """The leader of the member's group."""
        leader = self._leader.setdefault(member, member)
        while leader != self._leader[leader]:
            self._leader[leader] = self._leader[self._leader[leader]]
            leader = self._leader[leader]
        return leader
