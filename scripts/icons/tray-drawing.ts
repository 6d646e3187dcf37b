/**
 * The tray's icons as SVG: a mast with a full sail, with a striped one, with a triangle before it, and a broken mast with a cross.
 * The four differ in outline, so that they can be told apart in one colour. Each size is drawn by itself, on whole pixels.
 */
import type { TrayShape } from "../../electron/tray/tray-status.ts";

export type TraySize = 16 | 22;
export type TrayColours = {
  /** Of everything but the badge. */
  readonly ink: string;
  /** Of the triangle and of the cross. */
  readonly warning: string;
  readonly failed: string;
};

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Drawing = {
  readonly mast: Box;
  readonly sail: string;
  readonly stripes: string;
  readonly stripeWidth: number;
  readonly hull: string;
  readonly cross: string;
  readonly crossWidth: number;
  /** The triangle's upper left corner and its side. */
  readonly badge: { readonly x: number; readonly y: number; readonly side: number };
};

const DRAWINGS: Readonly<Record<TraySize, Drawing>> = {
  16: {
    mast: { x: 6, y: 1, width: 2, height: 11 },
    sail: "M9.5 2.2 14.8 10.4H9.5z",
    stripes: "M9.5 4.2h1.9M9.5 6.8h3.5M9.5 9.4h5.2",
    stripeWidth: 1.6,
    hull: "M.8 13h14.4l-2 2.6H2.8z",
    cross: "M9.6 2.6l4.4 4.4m0-4.4l-4.4 4.4",
    crossWidth: 2,
    badge: { x: 7, y: 6.2, side: 8.6 },
  },
  22: {
    mast: { x: 8, y: 1, width: 2.6, height: 15.4 },
    sail: "M12.4 2.8 20 14.4h-7.6z",
    stripes: "M12.4 5.4h2.4M12.4 9h4.7M12.4 12.6h7",
    stripeWidth: 2,
    hull: "M1.4 17.8h19.2l-2.7 3.4H4.1z",
    cross: "M13 3.6l6.2 6.2m0-6.2l-6.2 6.2",
    crossWidth: 2.7,
    badge: { x: 10.6, y: 9.4, side: 11 },
  },
};

/** How much of a broken mast is gone. */
const BROKEN = 0.42;

/** @returns an SVG image without a background, `size` units wide and high */
export function drawTray(shape: TrayShape, size: TraySize, { ink, warning, failed }: TrayColours): string {
  const { mast, sail, stripes, stripeWidth, hull, cross, crossWidth } = DRAWINGS[size];
  const wholeMast = `<path d="${boxPath(mast)}"/>`;
  const parts: Readonly<Record<TrayShape, string>> = {
    protected: `<g fill="${ink}">${wholeMast}<path d="${hull}"/><path d="${sail}"/></g>`,
    working: `<g fill="${ink}">${wholeMast}<path d="${hull}"/></g>
      <path d="${stripes}" stroke="${ink}" stroke-width="${stripeWidth}"/>`,
    attention: withTriangle(
      size,
      `<g fill="${ink}">${wholeMast}<path d="${hull}"/><path d="${sail}"/></g>`,
      warning,
    ),
    unprotected: `<g fill="${ink}"><path d="${brokenMast(mast)}"/><path d="${hull}"/></g>
      <path d="${cross}" stroke="${failed}" stroke-width="${crossWidth}" stroke-linecap="round"/>`,
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" fill="none">${parts[shape]}</svg>`;
}

/** What is around the triangle and its exclamation mark is cut out, so that it stands apart on any bar. */
function withTriangle(size: TraySize, behind: string, colour: string): string {
  const { x, y, side } = DRAWINGS[size].badge;
  const centre = x + side / 2;
  const triangle = (grow: number) =>
    `M${centre} ${y - grow}L${x + side + grow * 1.1} ${y + side + grow * 0.6}H${x - grow * 1.1}z`;
  const mark = `<path d="M${centre} ${y + side * 0.34}v${side * 0.3}M${centre} ${y + side * 0.86}v.01"
    stroke="black" stroke-width="${size / 12}" stroke-linecap="round"/>`;
  const all = `<rect width="${size}" height="${size}" fill="white"/>`;
  return `<mask id="around">${all}<path d="${triangle(size / 13)}" fill="black" stroke="black"
      stroke-width="${size / 16}"/></mask>
    <mask id="mark">${all}${mark}</mask>
    <g mask="url(#around)">${behind}</g>
    <path mask="url(#mark)" d="${triangle(0)}" fill="${colour}" stroke="${colour}" stroke-width="${size / 16}"
      stroke-linejoin="round"/>`;
}

function boxPath({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

function brokenMast({ x, y, width, height }: Box): string {
  const slope = width * 0.6;
  return `M${x} ${y + height * BROKEN}l${width} ${-slope}v${height * (1 - BROKEN) + slope}h${-width}z`;
}
