/** The mark: a mast, the edge of the sails, and the stay that holds the mast up. */
export function Mark({ size = 18 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <path d="M6.2 1.6v12.2" stroke="var(--ink)" strokeWidth="2" strokeLinecap="round" />
      <path d="M6.6 2.2 16 13.4" stroke="var(--accent)" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M1.6 13.9h15c-.7 1.7-2.3 2.6-4.3 2.6H5.2c-1.7 0-3-.9-3.6-2.6z" fill="var(--ink)" />
    </svg>
  );
}
