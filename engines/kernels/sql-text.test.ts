import { describe, expect, it } from 'vitest';
import { firstSqlWord, hasSql, isCompleteSql, sqlParameters } from './sql-text.ts';

describe('parameters', () => {
  it('are numbered as SQLite numbers them', () => {
    expect(sqlParameters('select ?, :a, ?, @b, :a, $c::d(e)')).toEqual([null, ':a', null, '@b', '$c::d(e)']);
    expect(sqlParameters('select ?3, ?, ?1')).toEqual(['?1', null, '?3', null]);
  });
  it('are none inside quotes and comments', () => {
    expect(sqlParameters(`select '?', "a?", [?], \`?\`, 'it''s ?' -- ?\n, /* ? */ ?`)).toEqual([null]);
  });
});

describe('words and ends', () => {
  it('finds the first word behind comments', () => {
    expect(firstSqlWord('-- a\n /* insert */ Update t set a=1')).toBe('UPDATE');
    expect(firstSqlWord('/* only')).toBe('');
  });
  it('tells comments from statements', () => {
    expect(hasSql(' -- x\n/* y')).toBe(false);
    expect(hasSql(' -*not a comment')).toBe(true);
  });
  it('knows complete scripts, triggers too', () => {
    expect(isCompleteSql('select 1; -- end')).toBe(true);
    expect(isCompleteSql('select 1')).toBe(false);
    expect(isCompleteSql("select ';")).toBe(false);
    expect(isCompleteSql('create temp trigger t after insert on a begin select 1;')).toBe(false);
    expect(isCompleteSql('create trigger t after insert on a begin select 1; end;')).toBe(true);
    expect(isCompleteSql('select 1; /* open')).toBe(false);
  });
});
