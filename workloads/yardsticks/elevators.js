// bench/elevators.py in idiomatic JavaScript: the same algorithm, the same answer.
import { makeLcg } from './lcg.js';

const FLOORS = 12;
const CAPACITY = 6;

class Passenger {
  constructor(origin, destination, arrival) {
    this.origin = origin;
    this.destination = destination;
    this.arrival = arrival;
    this.delivered = -1;
  }

  get waitingTime() {
    return this.delivered - this.arrival;
  }
}

class Elevator {
  constructor(floor) {
    this.floor = floor;
    this.direction = 1;
    this.cabin = [];
    this.travelled = 0;
  }

  get hasRoom() {
    return this.cabin.length < CAPACITY;
  }

  unload(now) {
    const leaving = this.cabin.filter((passenger) => passenger.destination === this.floor);
    if (leaving.length > 0) {
      this.cabin = this.cabin.filter((passenger) => passenger.destination !== this.floor);
      for (const passenger of leaving) passenger.delivered = now;
    }
    return leaving;
  }

  wantsOn(passenger) {
    return (passenger.destination - this.floor) * this.direction > 0;
  }

  chooseDirection(building) {
    const ahead = this.cabin.map((passenger) => passenger.destination);
    ahead.push(...building.calls());
    if (!ahead.some((floor) => (floor - this.floor) * this.direction > 0)) {
      const queue = building.queues[this.floor];
      if (queue.length > 0 && this.cabin.length === 0) {
        this.direction = queue[0].destination > this.floor ? 1 : -1;
      } else {
        this.direction = -this.direction;
      }
    }
    if (this.floor === 0) this.direction = 1;
    else if (this.floor === FLOORS - 1) this.direction = -1;
  }

  move() {
    this.floor += this.direction;
    this.travelled++;
  }
}

class Building {
  constructor() {
    this.queues = Array.from({ length: FLOORS }, () => []);
    this.elevators = [new Elevator(0), new Elevator(FLOORS / 2), new Elevator(FLOORS - 1)];
    this.delivered = [];
    this.now = 0;
  }

  calls() {
    const floors = [];
    this.queues.forEach((queue, floor) => {
      if (queue.length > 0) floors.push(floor);
    });
    return floors;
  }

  admit(passenger) {
    this.queues[passenger.origin].push(passenger);
  }

  board(elevator) {
    const staying = [];
    for (const passenger of this.queues[elevator.floor]) {
      if (elevator.hasRoom && elevator.wantsOn(passenger)) elevator.cabin.push(passenger);
      else staying.push(passenger);
    }
    this.queues[elevator.floor] = staying;
  }

  tick() {
    this.now++;
    for (const elevator of this.elevators) {
      this.delivered.push(...elevator.unload(this.now));
      elevator.chooseDirection(this);
      this.board(elevator);
      elevator.move();
    }
  }
}

function simulate(n) {
  const next = makeLcg(42);
  const building = new Building();
  let admitted = 0;
  while (building.delivered.length < n) {
    if (admitted < n && next() % 3 > 0) {
      const origin = next() % FLOORS;
      const destination = (origin + 1 + (next() % (FLOORS - 1))) % FLOORS;
      building.admit(new Passenger(origin, destination, building.now));
      admitted++;
    }
    building.tick();
    if (building.now > 40 * n + 400) throw new Error('elevators: passengers never arrived');
  }
  return building;
}

export function workload(n) {
  const building = simulate(n);
  let waited = 0;
  for (const passenger of building.delivered) {
    if (passenger.waitingTime < Math.abs(passenger.destination - passenger.origin)) {
      throw new Error('elevators: a passenger travelled faster than an elevator');
    }
    waited += passenger.waitingTime;
  }
  const travelled = building.elevators.reduce((sum, elevator) => sum + elevator.travelled, 0);
  return `${building.now} ticks, waited ${waited}, travelled ${travelled}`;
}
