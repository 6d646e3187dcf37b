import type { Random } from "./random.ts";

/** Three bytes per pixel: red, green, blue. Rows from the top. */
export type Picture = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

type Colour = readonly [red: number, green: number, blue: number];

const SKIES: readonly (readonly [Colour, Colour])[] = [
  [
    [104, 158, 204],
    [222, 234, 240],
  ],
  [
    [148, 160, 172],
    [214, 218, 220],
  ],
  [
    [78, 92, 140],
    [238, 184, 140],
  ],
];
const WALLS: readonly Colour[] = [
  [196, 188, 176],
  [164, 92, 70],
  [140, 150, 158],
  [214, 206, 190],
];

/** A hall under construction below a sky: something one can tell from the next one in a preview. */
export function drawSite(random: Random, width: number, height: number): Picture {
  const picture = { width, height, rgb: new Uint8Array(width * height * 3) };
  drawSky(picture, random);
  drawHills(picture, random);
  const groundY = Math.floor(height * 0.72);
  drawGround(picture, groundY, random);
  drawHall(picture, groundY, random);
  if (random.chance(0.6)) drawCrane(picture, groundY, random);
  return picture;
}

/** A floor plan: walls, doors and a frame in black on white. */
export function drawPlan(random: Random, width: number, height: number): Picture {
  const picture = { width, height, rgb: new Uint8Array(width * height * 3).fill(255) };
  const ink: Colour = [40, 52, 64];
  frame(picture, { x: 8, y: 8, width: width - 16, height: height - 16 }, 1, ink);
  const hall = { x: 40, y: 40, width: width - 80, height: height - 110 };
  frame(picture, hall, 4, ink);
  for (let n = random.between(2, 5); n > 0; n -= 1) {
    const x = hall.x + random.between(40, hall.width - 40);
    fill(picture, { x, y: hall.y, width: 3, height: random.between(hall.height / 3, hall.height) | 0 }, ink);
  }
  for (let n = random.between(1, 3); n > 0; n -= 1) {
    const y = hall.y + random.between(30, hall.height - 30);
    fill(picture, { x: hall.x, y, width: random.between(hall.width / 3, hall.width) | 0, height: 3 }, ink);
  }
  for (let x = hall.x; x <= hall.x + hall.width; x += 60)
    fill(picture, { x, y: hall.y - 16, width: 1, height: 8 }, [150, 60, 50]);
  frame(picture, { x: width - 190, y: height - 58, width: 174, height: 42 }, 1, ink);
  return picture;
}

function drawSky({ width, height, rgb }: Picture, random: Random): void {
  const [top, low] = random.pick(SKIES);
  for (let y = 0; y < height; y += 1) {
    const share = y / height;
    for (let x = 0; x < width; x += 1) {
      const grain = random.between(-3, 3);
      for (let c = 0; c < 3; c += 1) {
        const value = (top[c] ?? 0) * (1 - share) + (low[c] ?? 0) * share + grain;
        rgb[(y * width + x) * 3 + c] = Math.max(0, Math.min(255, value));
      }
    }
  }
}

function drawHills(picture: Picture, random: Random): void {
  const { width, height } = picture;
  for (const [level, colour] of [
    [0.5, [122, 142, 146]],
    [0.6, [88, 112, 96]],
  ] as const) {
    const wave = random.between(60, 160);
    const shift = random.between(0, 400);
    for (let x = 0; x < width; x += 1) {
      const y = Math.floor(height * level + Math.sin((x + shift) / wave) * height * 0.06);
      fill(picture, { x, y, width: 1, height: height - y }, colour);
    }
  }
}

function drawGround(picture: Picture, groundY: number, random: Random): void {
  for (let y = groundY; y < picture.height; y += 1) {
    const shade = 118 + ((y - groundY) >> 2) + random.between(-6, 6);
    fill(picture, { x: 0, y, width: picture.width, height: 1 }, [shade, shade - 12, shade - 34]);
  }
}

function drawHall(picture: Picture, groundY: number, random: Random): void {
  const wall = random.pick(WALLS);
  const width = random.between(picture.width * 0.35, picture.width * 0.6) | 0;
  const height = random.between(picture.height * 0.2, picture.height * 0.4) | 0;
  const x = random.between(10, picture.width - width - 10);
  const y = groundY - height;
  fill(picture, { x, y, width, height }, wall);
  fill(picture, { x, y, width, height: 6 }, [70, 76, 84]);
  const built = random.between(2, 9);
  for (let n = 0; n < built; n += 1) {
    const windowX = x + 12 + n * Math.floor((width - 24) / 9);
    fill(picture, { x: windowX, y: y + 20, width: 14, height: 22 }, [66, 86, 104]);
  }
  const gateX = x + random.between(20, width - 70);
  fill(picture, { x: gateX, y: groundY - 52, width: 48, height: 52 }, [56, 62, 70]);
}

function drawCrane(picture: Picture, groundY: number, random: Random): void {
  const x = random.between(30, picture.width - 30);
  const top = random.between(14, 50);
  const yellow: Colour = [214, 168, 44];
  fill(picture, { x, y: top, width: 5, height: groundY - top }, yellow);
  fill(picture, { x: x - 70, y: top, width: 160, height: 4 }, yellow);
  fill(picture, { x: x + 62, y: top, width: 1, height: 60 }, [40, 40, 40]);
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function fill(picture: Picture, box: Box, colour: Colour): void {
  const endX = Math.min(picture.width, box.x + box.width);
  const endY = Math.min(picture.height, box.y + box.height);
  for (let y = Math.max(0, box.y); y < endY; y += 1) {
    for (let x = Math.max(0, box.x); x < endX; x += 1) picture.rgb.set(colour, (y * picture.width + x) * 3);
  }
}

function frame(picture: Picture, { x, y, width, height }: Box, thick: number, colour: Colour): void {
  fill(picture, { x, y, width, height: thick }, colour);
  fill(picture, { x, y: y + height - thick, width, height: thick }, colour);
  fill(picture, { x, y, width: thick, height }, colour);
  fill(picture, { x: x + width - thick, y, width: thick, height }, colour);
}
