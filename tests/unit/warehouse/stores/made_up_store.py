"""A store in memory whose answers a test may spoil."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from warehouse.stores.store import NoSuchObject


class MadeUpStore:
    """heeds: whether a write on a condition is refused. stale: so many answers are others than what was put."""

    where = "the made-up store"

    def __init__(self, *, heeds: bool = True, removes: bool = True) -> None:
        self.objects: dict[str, bytes] = {}
        self.heeds, self.removes, self.stale = heeds, removes, 0

    def create(self, name: str, content: bytes | Path) -> bool:
        if self.heeds and name in self.objects:
            return False
        self.replace(name, content)
        return True

    def replace(self, name: str, content: bytes | Path) -> None:
        self.objects[name] = content if isinstance(content, bytes) else content.read_bytes()

    def pieces(self, name: str) -> Iterator[bytes]:
        if name not in self.objects:
            raise NoSuchObject
        if self.stale:
            self.stale -= 1
            yield b"of yesterday"
        else:
            yield self.objects[name][:3]
            yield self.objects[name][3:]

    def size(self, name: str) -> int | None:
        return len(self.objects[name]) if name in self.objects else None

    def delete(self, names: Sequence[str]) -> None:
        for name in names:
            if self.removes:
                self.objects.pop(name, None)

    def names(self, below: str = "") -> Iterator[str]:
        yield from sorted(name for name in self.objects if name.startswith(f"{below}/" if below else ""))
