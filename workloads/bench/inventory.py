# A warehouse whose items are dataclasses and whose states are enums, driven by n events.
# Stresses: dataclasses (frozen, ordered, default factories, replace), enums and flags, properties, class methods.
# Origin: written for this lab. Runs on Python 3.7 or later and PyPy.

from dataclasses import asdict, dataclass, field, replace
from enum import Enum, IntEnum, Flag, auto
from typing import Dict, List

ANSWERS = {
    170: 'ordered:15 stored:15 picked:9 shipped:9 lost:7, cost 1220, refused 25, moved 15, first 62',
    3500: 'ordered:140 stored:252 picked:204 shipped:208 lost:285, cost 24136, refused 341, moved 236, first 2436',
    35000: 'ordered:1574 stored:2641 picked:2141 shipped:1906 lost:3063, cost 252301, refused 3215, moved 2245, first 2436',
    350000: 'ordered:15780 stored:26199 picked:20968 shipped:19188 lost:31066, cost 2516845, refused 32445, moved 22297, first 2436',
}


class Status(Enum):
    ORDERED = 'ordered'
    STORED = 'stored'
    PICKED = 'picked'
    SHIPPED = 'shipped'
    LOST = 'lost'

    @property
    def is_final(self) -> bool:
        return self in (Status.SHIPPED, Status.LOST)

    def next(self) -> 'Status':
        return NEXT_STATUS[self]


NEXT_STATUS = {
    Status.ORDERED: Status.STORED,
    Status.STORED: Status.PICKED,
    Status.PICKED: Status.SHIPPED,
}


class Priority(IntEnum):
    LOW = 1
    NORMAL = 2
    HIGH = 3


class Handling(Flag):
    PLAIN = 0
    FRAGILE = auto()
    COLD = auto()
    HEAVY = auto()


@dataclass(frozen=True, order=True)
class Location:
    aisle: int
    shelf: int

    @classmethod
    def numbered(cls, number: int) -> 'Location':
        return cls(number // 20, number % 20)


@dataclass
class Item:
    number: int
    location: Location
    priority: Priority = Priority.NORMAL
    handling: Handling = Handling.PLAIN
    status: Status = Status.ORDERED
    history: List[Status] = field(default_factory=list, compare=False)

    def advance(self) -> None:
        if self.status.is_final:
            raise ValueError(f'item {self.number} is {self.status.value}')
        self.history.append(self.status)
        self.status = self.status.next()

    def lose(self) -> None:
        self.history.append(self.status)
        self.status = Status.LOST

    @property
    def cost(self) -> int:
        surcharge = sum(3 for kind in (Handling.FRAGILE, Handling.COLD, Handling.HEAVY) if kind in self.handling)
        return self.priority * 10 + surcharge


@dataclass
class Warehouse:
    items: Dict[int, Item] = field(default_factory=dict)
    arrivals: List[int] = field(default_factory=list)
    refused: int = 0
    moved: int = 0

    def receive(self, item: Item) -> None:
        self.items[item.number] = item
        self.arrivals.append(item.number)

    def recent(self, back: int) -> int:
        """Number of the item that came `back` arrivals before the newest."""
        return self.arrivals[max(len(self.arrivals) - 1 - back, 0)]

    def advance(self, number: int) -> None:
        try:
            self.items[number].advance()
        except ValueError:
            self.refused += 1

    def move(self, number: int, location: Location) -> None:
        """Items that changed place are new objects with the same history."""
        item = self.items[number]
        if item.location != location:
            self.items[number] = replace(item, location=location)
            self.moved += 1

    def by_status(self) -> Dict[Status, List[Item]]:
        groups: Dict[Status, List[Item]] = {status: [] for status in Status}
        for item in self.items.values():
            groups[item.status].append(item)
        return groups


class Events:
    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, limit: int) -> int:
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit

    def new_item(self, number: int) -> Item:
        handling = Handling.PLAIN
        for kind in (Handling.FRAGILE, Handling.COLD, Handling.HEAVY):
            if self.below(4) == 0:
                handling |= kind
        return Item(number, Location.numbered(self.below(200)), Priority(1 + self.below(3)), handling)


def run(n: int) -> Warehouse:
    events = Events(53)
    warehouse = Warehouse()
    for number in range(n):
        choice = events.below(10)
        if choice < 3 or not warehouse.items:
            warehouse.receive(events.new_item(number))
            continue
        chosen = warehouse.recent(events.below(20))
        if choice < 8:
            warehouse.advance(chosen)
        elif choice == 8:
            warehouse.move(chosen, Location.numbered(events.below(200)))
        elif not warehouse.items[chosen].status.is_final:
            warehouse.items[chosen].lose()
    return warehouse


def verify(n, warehouse, answer):
    order = list(Status)
    for item in warehouse.items.values():
        if item.history != order[: len(item.history)] or item.status in item.history:
            raise AssertionError(f'inventory: item {item.number} has an impossible history: {item}')
        if replace(item) != item or asdict(item)['location'] != {'aisle': item.location.aisle, 'shelf': item.location.shelf}:
            raise AssertionError(f'inventory: a copy of item {item.number} differs from it')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('inventory: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=3500):
    warehouse = run(n)
    groups = warehouse.by_status()
    shown = ' '.join(f'{status.value}:{len(groups[status])}' for status in Status)
    cost = sum(item.cost for item in warehouse.items.values())
    first = min(warehouse.items.values(), key=lambda item: (item.location, -item.priority, item.number))
    answer = f'{shown}, cost {cost}, refused {warehouse.refused}, moved {warehouse.moved}, first {first.number}'
    verify(n, warehouse, answer)
    return answer


if __name__ == '__main__':
    print(workload())
