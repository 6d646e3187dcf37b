/** What the office's files are about. */
import type { Random } from "./random.ts";

export type Project = {
  readonly client: string;
  readonly name: string;
  readonly language: "en" | "de" | "zh";
};

export const PROJECTS: readonly Project[] = [
  { client: "Brandt GmbH", name: "Hall 3", language: "en" },
  { client: "Brandt GmbH", name: "Hall 2", language: "en" },
  { client: "Brandt GmbH", name: "Archive 2019 to 2023", language: "en" },
  { client: "Kröger Stahlbau", name: "Erweiterung Süd", language: "de" },
  { client: "Kröger Stahlbau", name: "Bürogebäude", language: "de" },
  { client: "Müller & Söhne", name: "Werkstatt", language: "de" },
  { client: "Stadtwerke Rheinau", name: "Umspannwerk", language: "de" },
  { client: "Northgate Farms", name: "Grain store", language: "en" },
  { client: "Ellison Clinic", name: "New wing", language: "en" },
  { client: "Ellison Clinic", name: "Car park", language: "en" },
  { client: "上海宏远", name: "二期厂房", language: "zh" },
  { client: "上海宏远", name: "办公楼改造", language: "zh" },
];

const SENTENCES = {
  en: [
    "The offer holds until the end of the month.",
    "The foundation of axis C has to be checked again before the steel is set.",
    "Delivery of the gates is put off by two weeks.",
    "The client asks for a second door on the north side.",
    "We agreed on three payments; the first one is due on signing.",
    "Measurements were taken on site; they differ from the drawing by 4 cm.",
    "Insurance certificate received and filed.",
    "Next meeting on Thursday at 10 in the site office.",
    "The fire officer accepts the escape route without changes.",
    "Colour of the façade: RAL 7016, sample confirmed.",
  ],
  de: [
    "Das Angebot gilt bis zum Ende des Monats.",
    "Die Fundamente in Achse C sind vor dem Stahlbau noch einmal zu prüfen.",
    "Die Lieferung der Tore verzögert sich um zwei Wochen.",
    "Der Bauherr wünscht eine zweite Tür auf der Nordseite.",
    "Vereinbart sind drei Abschläge, der erste bei Unterschrift.",
    "Das Aufmaß vor Ort weicht um 4 cm vom Plan ab.",
    "Versicherungsnachweis liegt vor.",
    "Nächste Besprechung Donnerstag um 10 Uhr im Baubüro.",
    "Die Feuerwehr ist mit dem Rettungsweg einverstanden.",
    "Farbe der Fassade: RAL 7016, Muster bestätigt.",
  ],
  zh: [
    "报价有效期至本月底。",
    "C 轴基础须在钢结构吊装前再次复核。",
    "大门交货推迟两周。",
    "业主要求在北侧增设一扇门。",
    "双方同意分三期付款，首期在签约时支付。",
    "现场测量与图纸相差 4 厘米。",
    "保险证明已收到并归档。",
    "下次会议周四上午十点，地点在工地办公室。",
    "消防部门同意疏散路线，无需修改。",
    "外墙颜色：RAL 7016，样板已确认。",
  ],
} as const;

export function sentences(random: Random, language: Project["language"], count: number): string[] {
  return Array.from({ length: count }, () => random.pick(SENTENCES[language]));
}

/** Names of folders and of kinds of files in each language. */
export const LABELS = {
  en: {
    offers: "Offers",
    letters: "Correspondence",
    drawings: "Drawings",
    photos: "Site photos",
    offer: "Offer",
    letter: "Letter",
    minutes: "Minutes",
    costs: "Costs",
    plan: "Ground plan",
  },
  de: {
    offers: "Angebote",
    letters: "Schriftverkehr",
    drawings: "Pläne",
    photos: "Baustellenfotos",
    offer: "Angebot",
    letter: "Brief",
    minutes: "Protokoll",
    costs: "Kosten",
    plan: "Grundriss",
  },
  zh: {
    offers: "报价",
    letters: "往来函件",
    drawings: "图纸",
    photos: "现场照片",
    offer: "报价单",
    letter: "函件",
    minutes: "会议纪要",
    costs: "费用",
    plan: "平面图",
  },
} as const;
