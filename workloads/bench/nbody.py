# A star and four planets under gravity, n steps of a leapfrog (kick, drift, kick) integrator.
# Stresses: float arithmetic, attribute loads and stores, nested loops over pairs.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython (with doubles).
# Units: astronomical unit, year, mass of the star. Only +, -, *, / and sqrt are used, which IEEE 754 rounds exactly.

import math

ANSWERS = {
    200: 'energy -4.3228e-3, inner planet at -0.71282 0.11502',
    3500: 'energy -4.3228e-3, inner planet at 0.45034 -0.56550',
    35000: 'energy -4.3228e-3, inner planet at -0.06108 0.72017',
    350000: 'energy -4.3228e-3, inner planet at -0.24191 0.66620',
}

GRAVITY = 4.0 * math.pi * math.pi
TIME_STEP = 0.001

# Radius of the orbit, mass, direction from the star (a point of the unit circle), tilt of the velocity.
PLANETS = (
    (0.72, 2.4e-6, (0.6, 0.8), 0.05),
    (1.0, 3.0e-6, (-0.8, 0.6), 0.0),
    (5.2, 9.5e-4, (0.28, -0.96), 0.02),
    (9.6, 2.9e-4, (-1.0, 0.0), 0.04),
)


class Body(object):
    def __init__(self, mass, position, velocity):
        self.mass = mass
        self.x, self.y, self.z = position
        self.vx, self.vy, self.vz = velocity

    def drift(self, dt):
        self.x += self.vx * dt
        self.y += self.vy * dt
        self.z += self.vz * dt

    def kinetic_energy(self):
        return 0.5 * self.mass * (self.vx * self.vx + self.vy * self.vy + self.vz * self.vz)


class System(object):
    def __init__(self, bodies):
        self.bodies = bodies
        self.pairs = [
            (first, second)
            for index, first in enumerate(bodies)
            for second in bodies[index + 1 :]
        ]

    def kick(self, dt):
        """Changes velocities by the attraction of each pair."""
        for first, second in self.pairs:
            dx = second.x - first.x
            dy = second.y - first.y
            dz = second.z - first.z
            square = dx * dx + dy * dy + dz * dz
            pull = GRAVITY * dt / (square * math.sqrt(square))
            to_first = pull * second.mass
            to_second = pull * first.mass
            first.vx += dx * to_first
            first.vy += dy * to_first
            first.vz += dz * to_first
            second.vx -= dx * to_second
            second.vy -= dy * to_second
            second.vz -= dz * to_second

    def advance(self, steps, dt):
        for _ in range(steps):
            self.kick(dt / 2)
            for body in self.bodies:
                body.drift(dt)
            self.kick(dt / 2)

    def energy(self):
        total = sum([body.kinetic_energy() for body in self.bodies])
        for first, second in self.pairs:
            dx = second.x - first.x
            dy = second.y - first.y
            dz = second.z - first.z
            total -= GRAVITY * first.mass * second.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
        return total

    def momentum(self):
        return (
            sum([body.mass * body.vx for body in self.bodies]),
            sum([body.mass * body.vy for body in self.bodies]),
            sum([body.mass * body.vz for body in self.bodies]),
        )


def solar_system():
    star = Body(1.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    bodies = [star]
    for radius, mass, (cosine, sine), tilt in PLANETS:
        speed = math.sqrt(GRAVITY / radius)
        bodies.append(
            Body(mass, (radius * cosine, radius * sine, 0.0), (-speed * sine, speed * cosine, speed * tilt))
        )
    system = System(bodies)
    # The star takes the opposite momentum, so that the system as a whole stays where it is.
    star.vx, star.vy, star.vz = [-part for part in system.momentum()]
    return system


def verify(n, before, system, answer):
    drift = abs((system.energy() - before) / before)
    if drift > 1e-4:
        raise AssertionError('nbody: energy drifted by a part in %d' % int(1 / drift))
    if max([abs(part) for part in system.momentum()]) > 1e-9:
        raise AssertionError('nbody: momentum is not conserved')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('nbody: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=3500):
    system = solar_system()
    before = system.energy()
    system.advance(n, TIME_STEP)
    inner = system.bodies[1]
    answer = 'energy %.4fe-3, inner planet at %.5f %.5f' % (system.energy() * 1000, inner.x, inner.y)
    verify(n, before, system, answer)
    return answer


if __name__ == '__main__':
    print(workload())
