import type { Language } from "../../shared/words/language.ts";

type RowCounts = { readonly good: number; readonly older: number; readonly unknown: number };

/** What `backstay health survival` says besides the sentences that the pages say as well. */
export type SurvivalWords = {
  readonly nothingYet: string;
  /** The header of one source. @param saved how long ago its newest good state was saved; undefined without one */
  source(name: string, row: RowCounts, saved: string | undefined): string;
  /** @param loss `a disk`, a name, `the office` */
  without(loss: string, left: number, older: number, unknown: number): string;
  /** How far the data of a repository was read back. @param all how long ago all of it was; undefined when it never was by itself */
  readBack(name: string, percent: number, days: number | null, all: string | undefined): string;
};

const en: SurvivalWords = {
  nothingYet: "Nothing is protected yet, so there is nothing that could survive.",
  source: (name, { good, older, unknown }, saved) =>
    saved === undefined
      ? `${name}: no good copy`
      : `${name}: ${copies(good)}${older > 0 ? ` and ${older} older` : ""}${unknown > 0 ? `, ${unknown} not known` : ""}, saved ${saved}`,
  without: (loss, left, older, unknown) =>
    [
      `without ${loss}: ${left === 0 ? "no copy" : copies(left)}`,
      ...(older > 0 ? [`${older} older`] : []),
      ...(unknown > 0 ? [`${unknown} not known`] : []),
    ].join(", "),
  readBack: (name, percent, days, all) =>
    [
      `${name}: ${all === undefined ? "not all of its data was read back yet" : `all of its data was read back ${all}`}`,
      days === null ? "and none is by itself" : `${percent} % of this round of ${days} days`,
    ].join(", "),
};

const copies = (count: number) => (count === 1 ? "1 good copy" : `${count} good copies`);

const zh: SurvivalWords = {
  nothingYet: "尚未保护任何数据，因此没有可以保住的内容。",
  source: (name, { good, older, unknown }, saved) =>
    saved === undefined
      ? `${name}：没有完好的副本`
      : `${name}：${good} 份完好副本${older > 0 ? `，${older} 份较旧` : ""}${unknown > 0 ? `，${unknown} 份未知` : ""}，保存于 ${saved}`,
  without: (loss, left, older, unknown) =>
    [
      `失去 ${loss} 时：${left === 0 ? "没有副本" : `${left} 份完好副本`}`,
      ...(older > 0 ? [`${older} 份较旧`] : []),
      ...(unknown > 0 ? [`${unknown} 份未知`] : []),
    ].join("，"),
  readBack: (name, percent, days, all) =>
    [
      `${name}：${all === undefined ? "数据尚未全部回读" : `数据已于 ${all}全部回读`}`,
      days === null ? "不自动回读" : `本轮 ${days} 天，已回读 ${percent}%`,
    ].join("，"),
};

export const survivalWords: Readonly<Record<Language, SurvivalWords>> = { en, zh };
