# A building with three elevators that carry n passengers, one tick of the clock at a time.
# Stresses: object-oriented simulation: instances, attributes, method calls, short lists.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    150: '248 ticks, waited 1749, travelled 744',
    3000: '4505 ticks, waited 39554, travelled 13515',
    30000: '45009 ticks, waited 392884, travelled 135027',
    280000: '419633 ticks, waited 3659373, travelled 1258899',
}

FLOORS = 12
CAPACITY = 6


class Lcg(object):
    """A small linear congruential generator; every product stays below 2**30."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit


class Passenger(object):
    def __init__(self, origin, destination, arrival):
        self.origin = origin
        self.destination = destination
        self.arrival = arrival
        self.delivered = None

    def waiting_time(self):
        return self.delivered - self.arrival


class Elevator(object):
    def __init__(self, floor):
        self.floor = floor
        self.direction = 1
        self.cabin = []
        self.travelled = 0

    def has_room(self):
        return len(self.cabin) < CAPACITY

    def unload(self, now):
        leaving = [passenger for passenger in self.cabin if passenger.destination == self.floor]
        if leaving:
            self.cabin = [passenger for passenger in self.cabin if passenger.destination != self.floor]
            for passenger in leaving:
                passenger.delivered = now
        return leaving

    def wants_on(self, passenger):
        """Passengers board only an elevator that goes their way."""
        return (passenger.destination - self.floor) * self.direction > 0

    def choose_direction(self, building):
        """Keeps its way while somebody ahead wants it; an empty elevator serves those who wait at its floor."""
        ahead = [passenger.destination for passenger in self.cabin]
        ahead.extend(building.calls())
        if not any([(floor - self.floor) * self.direction > 0 for floor in ahead]):
            queue = building.queues[self.floor]
            if queue and not self.cabin:
                self.direction = 1 if queue[0].destination > self.floor else -1
            else:
                self.direction = -self.direction
        if self.floor == 0:
            self.direction = 1
        elif self.floor == FLOORS - 1:
            self.direction = -1

    def move(self):
        self.floor += self.direction
        self.travelled += 1


class Building(object):
    def __init__(self):
        self.queues = [[] for _ in range(FLOORS)]
        self.elevators = [Elevator(0), Elevator(FLOORS // 2), Elevator(FLOORS - 1)]
        self.delivered = []
        self.now = 0

    def calls(self):
        return [floor for floor, queue in enumerate(self.queues) if queue]

    def admit(self, passenger):
        self.queues[passenger.origin].append(passenger)

    def board(self, elevator):
        staying = []
        for passenger in self.queues[elevator.floor]:
            if elevator.has_room() and elevator.wants_on(passenger):
                elevator.cabin.append(passenger)
            else:
                staying.append(passenger)
        self.queues[elevator.floor] = staying

    def tick(self):
        self.now += 1
        for elevator in self.elevators:
            self.delivered.extend(elevator.unload(self.now))
            elevator.choose_direction(self)
            self.board(elevator)
            elevator.move()


def simulate(n):
    random = Lcg(42)
    building = Building()
    admitted = 0
    while len(building.delivered) < n:
        if admitted < n and random.below(3) > 0:
            origin = random.below(FLOORS)
            destination = (origin + 1 + random.below(FLOORS - 1)) % FLOORS
            building.admit(Passenger(origin, destination, building.now))
            admitted += 1
        building.tick()
        if building.now > 40 * n + 400:
            raise AssertionError('elevators: %d passengers never arrived' % (n - len(building.delivered)))
    return building


def verify(n, building, answer):
    for passenger in building.delivered:
        if passenger.waiting_time() < abs(passenger.destination - passenger.origin):
            raise AssertionError('elevators: a passenger travelled faster than an elevator')
    if any([queue for queue in building.queues]) or any([elevator.cabin for elevator in building.elevators]):
        raise AssertionError('elevators: somebody is still in the building')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('elevators: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=3000):
    building = simulate(n)
    waited = sum([passenger.waiting_time() for passenger in building.delivered])
    travelled = sum([elevator.travelled for elevator in building.elevators])
    answer = '%d ticks, waited %d, travelled %d' % (building.now, waited, travelled)
    verify(n, building, answer)
    return answer


if __name__ == '__main__':
    print(workload())
