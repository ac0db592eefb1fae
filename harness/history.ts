// The memory of the lab: results put into one SQLite file, a row a run and a row each engine × workload of it, so that the
// same figure can be followed over months. Raw samples stay in the result files. Times in ms, sizes in bytes.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { UsageError } from './run-arguments.ts';
import type { LabResult, TimelinePoint, TimelineSeries } from './result.ts';

/** The file cannot be used; the message is for people. */
export class HistoryError extends UsageError {}

/** Grows when an older lab could not read the file; `user_version` of SQLite. */
const SCHEMA_VERSION = 1;
/** Tells our files from other SQLite ones ("PyLb"). */
const APPLICATION_ID = 0x50794c62;

const SCHEMA = `
CREATE TABLE run (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL, command TEXT NOT NULL,
  profile TEXT NOT NULL, fingerprint TEXT NOT NULL, cpu TEXT NOT NULL, load REAL NOT NULL,
  lab_version TEXT NOT NULL, lab_revision TEXT, lab_modified INTEGER, partial INTEGER NOT NULL);
CREATE TABLE measurement (
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE, engine TEXT NOT NULL, engine_version TEXT, host TEXT,
  workload TEXT NOT NULL, program_sha256 TEXT NOT NULL, n REAL, state TEXT NOT NULL, error TEXT,
  processes INTEGER NOT NULL, steady REAL, steady_low REAL, steady_high REAL, startup REAL, first REAL,
  process_peak REAL, modelled_peak REAL, ratio REAL, baseline TEXT, PRIMARY KEY (run, engine, workload));
CREATE INDEX measurement_series ON measurement (engine, workload);
`;

export interface StoredRun {
  id: number;
  startedAt: string;
  revision?: string;
  profile: string;
  cpu: string;
  fingerprint: string;
  engines: string[];
  workloads: number;
  partial: boolean;
}

export interface SeriesFilter {
  engines?: readonly string[];
  workloads?: readonly string[];
  /** Only this machine's; every machine is a series of its own. */
  fingerprint?: string;
}

type Values = Record<string, string | number | null>;

export class History {
  readonly #db: InstanceType<typeof sqlite.Database>;

  /** Opens the file, or makes it. Throws HistoryError. */
  constructor(file: string, { create }: { create: boolean }) {
    if (!create && !existsSync(file))
      throw new HistoryError(`there is no ${file}: \`lab history add RESULT\` makes it`);
    let db: InstanceType<typeof sqlite.Database> | undefined;
    try {
      db = new sqlite.Database(file);
      const pragma = (name: string) => Object.values(db!.get(`PRAGMA ${name}`) as Values)[0];
      // All of it or nothing: a disk that fills up meanwhile leaves an empty file, which the next run makes whole.
      if (pragma('schema_version') === 0)
        db.exec(
          `BEGIN; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; ${SCHEMA} COMMIT`,
        );
      if (pragma('application_id') !== APPLICATION_ID)
        throw new HistoryError(`${file} is a database, and not one of the lab's: name another with --db`);
      if (Number(pragma('user_version')) > SCHEMA_VERSION)
        throw new HistoryError(`${file} was written by a newer lab: update the lab`);
      db.exec('PRAGMA foreign_keys = ON');
    } catch (error) {
      db?.close();
      if (error instanceof HistoryError) throw error;
      throw new HistoryError(`cannot use ${file}: ${explain((error as Error).message, file)}`);
    }
    this.#db = db;
  }

  close(): void {
    this.#db.close();
  }

  /** False where the very same result is there already. All of it is stored or nothing. */
  add(result: LabResult): boolean {
    // What identifies a run is what it measured, not how its file is laid out.
    const sha256 = createHash('sha256')
      .update(JSON.stringify([result.startedAt, result.environment.fingerprint, result.executions]))
      .digest('hex');
    if (this.#db.get('SELECT 1 FROM run WHERE sha256 = ?', [sha256])) return false;
    this.#db.exec('BEGIN');
    try {
      this.#insert(result, sha256);
      this.#db.exec('COMMIT');
    } catch (error) {
      // After a full disk SQLite has rolled back by itself.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
    return true;
  }

  #insert(result: LabResult, sha256: string): void {
    const { environment: env, plan } = result;
    const { lastInsertRowid: run } = this.#db.run(
      'INSERT INTO run (sha256, started_at, command, profile, fingerprint, cpu, load, lab_version, lab_revision, lab_modified, partial) VALUES (?,?,?,?,?,?,?,?,?,?,?)',
      [
        sha256,
        result.startedAt,
        result.command.join(' '),
        plan.profile,
        env.fingerprint,
        env.cpu.model,
        env.loadAverage.start,
        env.lab.version,
        env.lab.revision ?? null,
        env.lab.modified === undefined ? null : Number(env.lab.modified),
        Number(result.partial),
      ],
    );
    for (const analysis of result.analysis.workloads) {
      const workload = result.workloads.find((w) => w.name === analysis.workload)!;
      for (const row of analysis.rows) {
        const engine = result.engines.find((e) => e.id === row.engine);
        this.#db.run('INSERT INTO measurement VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)', [
          Number(run),
          row.engine,
          engine?.implementationVersion ?? null,
          engine?.host?.name ?? null,
          workload.name,
          workload.sha256,
          workload.n ?? null,
          row.state,
          row.error ?? null,
          row.processes,
          row.steady?.value ?? null,
          row.steady?.low ?? null,
          row.steady?.high ?? null,
          row.startup?.value ?? null,
          row.first?.value ?? null,
          row.memory.processPeak ?? null,
          row.memory.modelledPeak ?? null,
          row.ratio?.value ?? null,
          analysis.baseline ?? null,
        ]);
      }
    }
  }

  runs(): StoredRun[] {
    const rows = this.#db.all(
      `SELECT run.*, group_concat(DISTINCT engine) AS engines, count(DISTINCT workload) AS workloads
       FROM run LEFT JOIN measurement ON measurement.run = run.id GROUP BY run.id ORDER BY started_at, run.id`,
    ) as Values[];
    return rows.map((r) => ({
      id: Number(r.id),
      startedAt: String(r.started_at),
      ...(r.lab_revision === null ? {} : { revision: String(r.lab_revision) }),
      profile: String(r.profile),
      cpu: String(r.cpu),
      fingerprint: String(r.fingerprint),
      engines: r.engines === null ? [] : String(r.engines).split(','),
      workloads: Number(r.workloads),
      partial: r.partial === 1,
    }));
  }

  /** False where there is no such run. */
  remove(id: number): boolean {
    return this.#db.run('DELETE FROM run WHERE id = ?', [id]).changes > 0;
  }

  /** Each engine × workload × n × program × machine in the order of time; a program that changed is a series of its own. */
  series(filter: SeriesFilter = {}): Omit<TimelineSeries, 'steps'>[] {
    const rows = this.#db.all(
      `SELECT m.*, run.started_at, run.lab_revision, run.fingerprint, run.cpu
       FROM measurement m JOIN run ON run.id = m.run ORDER BY m.workload, m.engine, run.started_at, run.id`,
    ) as Values[];
    const out = new Map<string, Omit<TimelineSeries, 'steps'>>();
    for (const r of rows) {
      if (filter.engines && !filter.engines.includes(String(r.engine))) continue;
      if (filter.workloads && !filter.workloads.includes(String(r.workload))) continue;
      if (filter.fingerprint && filter.fingerprint !== r.fingerprint) continue;
      const key = JSON.stringify([r.workload, r.n, r.program_sha256, r.engine, r.fingerprint]);
      const series = out.get(key) ?? {
        workload: String(r.workload),
        ...(r.n === null ? {} : { n: Number(r.n) }),
        engine: String(r.engine),
        cpu: String(r.cpu),
        points: [],
      };
      out.set(key, series);
      series.points.push(pointOf(r));
    }
    return [...out.values()];
  }
}

function pointOf(r: Values): TimelinePoint {
  return {
    run: Number(r.run),
    at: String(r.started_at),
    ...(r.lab_revision === null ? {} : { revision: String(r.lab_revision) }),
    ...(r.engine_version === null ? {} : { engineVersion: String(r.engine_version) }),
    ...(r.steady === null
      ? { error: String(r.error ?? r.state) }
      : {
          steady: {
            value: Number(r.steady),
            ...(r.steady_low === null ? {} : { low: Number(r.steady_low), high: Number(r.steady_high) }),
          },
        }),
  };
}

/** What a message of SQLite's means here. */
export function explain(message: string, file: string): string {
  if (/not a database/.test(message)) return 'it is no database; name another file with --db';
  if (/locked/.test(message))
    return `another lab is writing to it; if none is, a killed one left ${file}.lock behind: remove that folder`;
  if (/disk I\/O error|disk is full/.test(message)) return `${message}: is the disk full? Nothing was added`;
  if (/malformed|no such table/.test(message))
    return `it is damaged (${message}); name another file with --db`;
  return message;
}
