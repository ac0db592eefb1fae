// bench/nbody.py in idiomatic JavaScript: the same algorithm, the same answer.
const GRAVITY = 4 * Math.PI * Math.PI;
const TIME_STEP = 0.001;

// Radius of the orbit, mass, direction from the star, tilt of the velocity.
const PLANETS = [
  [0.72, 2.4e-6, [0.6, 0.8], 0.05],
  [1.0, 3.0e-6, [-0.8, 0.6], 0.0],
  [5.2, 9.5e-4, [0.28, -0.96], 0.02],
  [9.6, 2.9e-4, [-1.0, 0.0], 0.04],
];

class Body {
  constructor(mass, [x, y, z], [vx, vy, vz]) {
    this.mass = mass;
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = vx;
    this.vy = vy;
    this.vz = vz;
  }

  drift(dt) {
    this.x += this.vx * dt;
    this.y += this.vy * dt;
    this.z += this.vz * dt;
  }

  kineticEnergy() {
    return 0.5 * this.mass * (this.vx * this.vx + this.vy * this.vy + this.vz * this.vz);
  }
}

class System {
  constructor(bodies) {
    this.bodies = bodies;
    this.pairs = bodies.flatMap((first, index) => bodies.slice(index + 1).map((second) => [first, second]));
  }

  kick(dt) {
    for (const [first, second] of this.pairs) {
      const dx = second.x - first.x;
      const dy = second.y - first.y;
      const dz = second.z - first.z;
      const square = dx * dx + dy * dy + dz * dz;
      const pull = (GRAVITY * dt) / (square * Math.sqrt(square));
      const toFirst = pull * second.mass;
      const toSecond = pull * first.mass;
      first.vx += dx * toFirst;
      first.vy += dy * toFirst;
      first.vz += dz * toFirst;
      second.vx -= dx * toSecond;
      second.vy -= dy * toSecond;
      second.vz -= dz * toSecond;
    }
  }

  advance(steps, dt) {
    for (let step = 0; step < steps; step++) {
      this.kick(dt / 2);
      for (const body of this.bodies) body.drift(dt);
      this.kick(dt / 2);
    }
  }

  energy() {
    let total = 0;
    for (const body of this.bodies) total += body.kineticEnergy();
    for (const [first, second] of this.pairs) {
      const dx = second.x - first.x;
      const dy = second.y - first.y;
      const dz = second.z - first.z;
      total -= (GRAVITY * first.mass * second.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
    return total;
  }

  momentum() {
    return ['vx', 'vy', 'vz'].map((axis) => this.bodies.reduce((sum, body) => sum + body.mass * body[axis], 0));
  }
}

function solarSystem() {
  const star = new Body(1, [0, 0, 0], [0, 0, 0]);
  const bodies = [star];
  for (const [radius, mass, [cosine, sine], tilt] of PLANETS) {
    const speed = Math.sqrt(GRAVITY / radius);
    bodies.push(
      new Body(mass, [radius * cosine, radius * sine, 0], [-speed * sine, speed * cosine, speed * tilt]),
    );
  }
  const system = new System(bodies);
  [star.vx, star.vy, star.vz] = system.momentum().map((part) => -part);
  return system;
}

export function workload(n) {
  const system = solarSystem();
  const before = system.energy();
  system.advance(n, TIME_STEP);
  const drift = Math.abs((system.energy() - before) / before);
  if (drift > 1e-4) throw new Error(`nbody: energy drifted by ${drift}`);
  if (Math.max(...system.momentum().map(Math.abs)) > 1e-9) throw new Error('nbody: momentum is not conserved');
  const inner = system.bodies[1];
  const energy = (system.energy() * 1000).toFixed(4);
  return `energy ${energy}e-3, inner planet at ${inner.x.toFixed(5)} ${inner.y.toFixed(5)}`;
}
