/** How work stands that does not go on just now. */
export const standing = {
  pausedJobs_one: "{{count}} job is paused.",
  pausedJobs_other: "{{count}} jobs are paused.",
  due: "{{name}} is due.",
} as const;
