import type { ReactNode } from "react";

/** Lines inside of a filled shape, in the colour of what lies behind it, so that they read as cut out. */
const cut = {
  stroke: "var(--cut, var(--page))",
  strokeWidth: 1.7,
  fill: "none",
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/** Shapes that differ without their colour, on a grid of 16 units. `colour` is the token each is drawn in. */
export const verdictDrawings = {
  ok: {
    colour: "--ok",
    shape: (
      <>
        <circle cx="8" cy="8" r="7" fill="currentColor" />
        <path {...cut} d="m4.9 8.3 2.2 2.2 4.1-4.6" />
      </>
    ),
  },
  warning: {
    colour: "--warning-mark",
    shape: (
      <>
        <path
          d="M7.05 1.75a1.1 1.1 0 0 1 1.9 0l6 10.9a1.1 1.1 0 0 1-.95 1.65H2a1.1 1.1 0 0 1-.95-1.65z"
          fill="currentColor"
        />
        <path {...cut} d="M8 5.6v3.6M8 11.7v.02" />
      </>
    ),
  },
  failing: {
    colour: "--failing",
    shape: (
      <>
        <path
          d="M7.2 1 .99 7.2a1.1 1.1 0 0 0 0 1.6L7.2 15a1.1 1.1 0 0 0 1.6 0L15 8.8a1.1 1.1 0 0 0 0-1.6L8.8 1a1.1 1.1 0 0 0-1.6 0z"
          fill="currentColor"
        />
        <path {...cut} d="M8 4.6v6M5.5 8.4 8 10.9l2.5-2.5" />
      </>
    ),
  },
  failed: {
    colour: "--failed",
    shape: (
      <>
        <rect x="1.4" y="1.4" width="13.2" height="13.2" rx="1.6" fill="currentColor" />
        <path {...cut} d="m5.1 5.1 5.8 5.8M10.9 5.1l-5.8 5.8" />
      </>
    ),
  },
  unknown: {
    colour: "--unknown",
    shape: (
      <>
        <circle
          cx="8"
          cy="8"
          r="6.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeDasharray="2.1 1.98"
        />
        <path
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          d="M6.2 6.3c.1-1 .9-1.6 1.9-1.6s1.8.7 1.8 1.6c0 1.2-1.8 1.4-1.8 2.6M8.05 11.3v.02"
        />
      </>
    ),
  },
  overdue: {
    colour: "--failing",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M8 8V1.7A6.3 6.3 0 0 1 13.4 11.2z" fill="currentColor" />
        <path
          d="M8 4.4V8l2.9 1.8"
          stroke="currentColor"
          strokeWidth="1.5"
          fill="none"
          strokeLinecap="round"
        />
      </>
    ),
  },
  working: {
    colour: "--accent",
    shape: (
      <>
        <path
          d="M14.2 8A6.2 6.2 0 0 1 3.5 12.2M1.8 8A6.2 6.2 0 0 1 12.5 3.8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
        <path
          d="M12.9 1.4v2.8h-2.8M3.1 14.6v-2.8h2.8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </>
    ),
  },
  waiting: {
    colour: "--unknown",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M5 8h.01M8 8h.01M11 8h.01" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />
      </>
    ),
  },
  paused: {
    colour: "--unknown",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M6.3 5.6v4.8M9.7 5.6v4.8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </>
    ),
  },
  asleep: {
    colour: "--unknown",
    shape: (
      <>
        <path
          d="M13.4 9.7A6 6 0 0 1 6.3 2.6a6 6 0 1 0 7.1 7.1z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinejoin="round"
        />
      </>
    ),
  },
  info: {
    colour: "--unknown",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M8 7.4v3.6M8 5.1v.02" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
      </>
    ),
  },
  active: {
    colour: "--accent",
    shape: (
      <>
        <path d="M3.6 1.6v13" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
        <path
          d="M3.6 2.2h9.8l-2.6 3.4 2.6 3.4H3.6z"
          fill="currentColor"
          stroke="currentColor"
          strokeWidth="1"
          strokeLinejoin="round"
        />
      </>
    ),
  },
  standby: {
    colour: "--unknown",
    shape: (
      <>
        <path d="M3.6 1.6v13" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
        <path
          d="M3.6 2.4h9.6l-2.5 3.2 2.5 3.2H3.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeLinejoin="round"
        />
      </>
    ),
  },
  fenced: {
    colour: "--failing",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="m3.7 12.3 8.6-8.6" stroke="currentColor" strokeWidth="1.6" />
      </>
    ),
  },
  rebuilding: {
    colour: "--accent",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.3" opacity=".45" />
        <path
          d="M8 1.7a6.3 6.3 0 0 1 4.6 10.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.9"
          strokeLinecap="round"
        />
        <path
          d="M8 11V5.6M5.8 7.6 8 5.4l2.2 2.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </>
    ),
  },
  spare: {
    colour: "--unknown",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M8 4.8v6.4M4.8 8h6.4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </>
    ),
  },
} as const satisfies Readonly<Record<string, { readonly colour: string; readonly shape: ReactNode }>>;

export type VerdictName = keyof typeof verdictDrawings;
