export type Int = number | bigint;
