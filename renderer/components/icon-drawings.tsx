import type { ReactNode } from "react";

/** Drawn on a grid of 16 units, lines only; see `icon.tsx`. */
export const iconDrawings = {
  overview: (
    <>
      <path d="M2 11.5a6 6 0 1 1 12 0" />
      <path d="M8 11.5 10.7 6.9" />
      <circle cx="8" cy="11.5" r="1" />
    </>
  ),
  backups: (
    <>
      <path d="M8 2v7M5.2 6.4 8 9.2l2.8-2.8" />
      <path d="M2 9.5v3A1.5 1.5 0 0 0 3.5 14h9a1.5 1.5 0 0 0 1.5-1.5v-3" />
    </>
  ),
  restore: (
    <>
      <path d="M2.6 8a5.6 5.6 0 1 0 1.8-4.1" />
      <path d="M4.6 1.6v2.6h2.6" />
      <path d="M8.2 5v3.2l2.2 1.4" />
    </>
  ),
  storage: (
    <>
      <rect x="1.8" y="2.5" width="12.4" height="4.6" rx="1.2" />
      <rect x="1.8" y="8.9" width="12.4" height="4.6" rx="1.2" />
      <path d="M4.4 4.8h.01M4.4 11.2h.01M8.4 4.8h3.2M8.4 11.2h3.2" />
    </>
  ),
  failover: (
    <>
      <rect x="1.6" y="6" width="4.4" height="8" rx="1" />
      <rect x="10" y="6" width="4.4" height="8" rx="1" />
      <path d="M3.8 3.4c1.8-1.8 6.6-1.8 8.4 0" />
      <path d="M12.4 1.2v2.4H10" />
    </>
  ),
  activity: (
    <>
      <path d="M5.4 3.6H14M5.4 8H14M5.4 12.4H11" />
      <path d="M2.2 3.6h.01M2.2 8h.01M2.2 12.4h.01" strokeWidth="1.9" />
    </>
  ),
  alerts: (
    <>
      <path d="M3.6 11V7.2a4.4 4.4 0 0 1 8.8 0V11l1.1 1.4H2.5z" />
      <path d="M6.5 14.2c.8.7 2.2.7 3 0" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.6h7.2M12.4 4.6H14M2 11.4h1.6M6.8 11.4H14" />
      <circle cx="10.8" cy="4.6" r="1.6" />
      <circle cx="5.2" cy="11.4" r="1.6" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.4" />
      <path d="m10.3 10.3 3.4 3.4" />
    </>
  ),
  documents: (
    <>
      <path d="M3.5 1.8h5.6l3.4 3.4v9h-9z" />
      <path d="M9 1.9v3.4h3.4" />
      <path d="M5.8 8.4h4.4M5.8 11h4.4" />
    </>
  ),
  file: (
    <>
      <path d="M3.5 1.8h5.6l3.4 3.4v9h-9z" />
      <path d="M9 1.9v3.4h3.4" />
    </>
  ),
  sheet: (
    <>
      <path d="M3.5 1.8h5.6l3.4 3.4v9h-9z" />
      <path d="M9 1.9v3.4h3.4" />
      <path d="M5.4 8.2h5.2v4H5.4zM8 8.2v4M5.4 10.2h5.2" strokeWidth="1" />
    </>
  ),
  pdf: (
    <>
      <path d="M3.5 1.8h5.6l3.4 3.4v9h-9z" />
      <path d="M9 1.9v3.4h3.4" />
      <path d="M5.4 12.2V8.4h1.2a1.1 1.1 0 0 1 0 2.3H5.4" strokeWidth="1.1" />
      <path d="M9 12.2h.3a1.9 1.9 0 0 0 0-3.8H9z" strokeWidth="1.1" />
    </>
  ),
  database: (
    <>
      <ellipse cx="8" cy="3.7" rx="5.2" ry="2" />
      <path d="M2.8 3.7v8.6c0 1.1 2.3 2 5.2 2s5.2-.9 5.2-2V3.7" />
      <path d="M2.8 8c0 1.1 2.3 2 5.2 2s5.2-.9 5.2-2" />
    </>
  ),
  photos: (
    <>
      <rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.2" />
      <circle cx="5.3" cy="6.2" r="1.1" />
      <path d="m2.2 12 3.7-3.4 2.4 2.2 2.6-3 3.2 3.6" />
    </>
  ),
  server: (
    <>
      <rect x="3.4" y="1.6" width="9.2" height="12.8" rx="1.2" />
      <path d="M5.8 4.6h4.4M5.8 7.2h4.4M8 11.4h.01" />
    </>
  ),
  computer: (
    <>
      <rect x="1.8" y="2.4" width="12.4" height="8.4" rx="1.2" />
      <path d="M5.4 13.6h5.2M8 10.8v2.8" />
    </>
  ),
  folder: (
    <>
      <path d="M1.8 4.2c0-.7.5-1.2 1.2-1.2h3l1.4 1.6h5.6c.7 0 1.2.5 1.2 1.2v6c0 .7-.5 1.2-1.2 1.2H3c-.7 0-1.2-.5-1.2-1.2z" />
    </>
  ),
  nas: (
    <>
      <rect x="1.8" y="3" width="12.4" height="9.4" rx="1.2" />
      <path d="M4.6 5.2v5M7.2 5.2v5M9.8 5.2v5M12.2 5.4h.01M3.8 12.6v1M12.2 12.6v1" />
    </>
  ),
  cloud: (
    <>
      <path d="M4.6 12.4a2.9 2.9 0 0 1-.3-5.8 4 4 0 0 1 7.7.9 2.5 2.5 0 0 1-.2 4.9z" />
    </>
  ),
  usb: (
    <>
      <rect x="4.8" y="6" width="6.4" height="8" rx="1.2" />
      <path d="M6.2 6V2.2h3.6V6M7.4 4.2h.01M8.8 4.2h.01" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="8" r="2.8" />
      <path d="M7.8 8H14v2.2M11.4 8v1.8" />
    </>
  ),
  "chevron-right": (
    <>
      <path d="m6.2 3.6 4.4 4.4-4.4 4.4" />
    </>
  ),
  "chevron-down": (
    <>
      <path d="m3.6 6 4.4 4.4L12.4 6" />
    </>
  ),
  "chevron-left": (
    <>
      <path d="M9.8 3.6 5.4 8l4.4 4.4" />
    </>
  ),
  "chevron-up": (
    <>
      <path d="m3.6 10 4.4-4.4L12.4 10" />
    </>
  ),
  tick: (
    <>
      <path d="m3.4 8.4 3 3 6.2-6.6" />
    </>
  ),
  x: (
    <>
      <path d="m4 4 8 8M12 4l-8 8" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  minus: (
    <>
      <path d="M3.4 8h9.2" />
    </>
  ),
  more: (
    <>
      <path d="M3.4 8h.01M8 8h.01M12.6 8h.01" strokeWidth="2" />
    </>
  ),
  pause: (
    <>
      <path d="M5.6 3.6v8.8M10.4 3.6v8.8" />
    </>
  ),
  play: (
    <>
      <path d="M5 3.2v9.6L12.6 8z" />
    </>
  ),
  calendar: (
    <>
      <rect x="2" y="3.2" width="12" height="10.8" rx="1.2" />
      <path d="M2 6.6h12M5.2 1.8v2.6M10.8 1.8v2.6" />
    </>
  ),
  download: (
    <>
      <path d="M8 2.4v7.4M5 7 8 10l3-3M2.8 13.4h10.4" />
    </>
  ),
  compare: (
    <>
      <rect x="1.8" y="2.6" width="5" height="10.8" rx="1" />
      <rect x="9.2" y="2.6" width="5" height="10.8" rx="1" />
      <path d="M8 1.4v13.2" strokeDasharray="1.4 1.6" />
    </>
  ),
  print: (
    <>
      <path d="M4.4 5.8V2.2h7.2v3.6" />
      <rect x="1.8" y="5.8" width="12.4" height="5.6" rx="1.2" />
      <path d="M4.4 9.4h7.2v4.4H4.4z" />
    </>
  ),
  bulb: (
    <>
      <path d="M5.6 11.2c-1.4-1-2.2-2.3-2.2-3.9a4.6 4.6 0 0 1 9.2 0c0 1.6-.8 2.9-2.2 3.9M5.8 11.2h4.4M6.4 13.8h3.2" />
    </>
  ),
  moon: (
    <>
      <path d="M12.9 9.6A5.4 5.4 0 0 1 6.4 3.1a5.4 5.4 0 1 0 6.5 6.5z" />
    </>
  ),
  mail: (
    <>
      <rect x="1.8" y="3.2" width="12.4" height="9.6" rx="1.2" />
      <path d="m2.2 4.4 5.8 4.4 5.8-4.4" />
    </>
  ),
  filter: (
    <>
      <path d="M2.2 3.4h11.6L9.4 8.6v4.2l-2.8.9V8.6z" />
    </>
  ),
  shield: (
    <>
      <path d="M8 1.8 13 3.6v4c0 3-2 5.4-5 6.6-3-1.2-5-3.6-5-6.6v-4z" />
    </>
  ),
  swap: (
    <>
      <path d="M2.4 5.4h10.4M10 2.6l2.8 2.8L10 8.2M13.6 10.8H3.2M6 8l-2.8 2.8L6 13.6" />
    </>
  ),
  link: (
    <>
      <path d="M6.6 9.4a2.7 2.7 0 0 0 3.9.2l2-2a2.7 2.7 0 0 0-3.8-3.8l-.8.8M9.4 6.6a2.7 2.7 0 0 0-3.9-.2l-2 2a2.7 2.7 0 0 0 3.8 3.8l.8-.8" />
    </>
  ),
  muted: (
    <>
      <path d="M3.6 11V7.2a4.4 4.4 0 0 1 8.8 0V11l1.1 1.4H2.5z" />
      <path d="m2 2 12 12" />
    </>
  ),
  snooze: (
    <>
      <circle cx="8" cy="8.4" r="5.6" />
      <path d="M6.2 6.4h3.6l-3.6 4h3.6" />
    </>
  ),
  gone: (
    <>
      <path d="M3.5 1.8h5.6l3.4 3.4v9h-9z" strokeDasharray="2 1.7" />
      <path d="m5.8 7.4 4.4 4.4M10.2 7.4l-4.4 4.4" />
    </>
  ),
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof iconDrawings;
