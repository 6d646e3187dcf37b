/** The application's icon: the mark (a mast, the sail plan's edge, and the stay that holds the mast up) on a plate. */
export function drawApp(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none">
    <rect x="1.5" y="1.5" width="29" height="29" rx="6.5" fill="#fbfbfa" stroke="#c6cdd2" stroke-width=".5"/>
    <g transform="translate(6.2 6.4) scale(1.08)">
      <path d="M6.2 1.6v12.2" stroke="#16212b" stroke-width="2" stroke-linecap="round"/>
      <path d="M6.6 2.2 16 13.4" stroke="#155e7d" stroke-width="1.6" stroke-linecap="round"/>
      <path d="M1.6 13.9h15c-.7 1.7-2.3 2.6-4.3 2.6H5.2c-1.7 0-3-.9-3.6-2.6z" fill="#16212b"/>
    </g>
  </svg>`;
}
