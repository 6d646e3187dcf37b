/** The first sentence of pages whose content is not there yet, or cannot be had now. */
export const unavailable = {
  readingOverview: "Looking how things are…",
  readingPlans: "Reading the plans…",
  editor: "Plans cannot be edited now.",
  restore: "What was backed up cannot be shown now.",
  repository: "What is in {{name}} cannot be read now.",
  series: "The snapshots of {{name}} cannot be read now.",
  search: "“{{text}}” cannot be searched for now.",
  compare: "These two snapshots cannot be compared now.",
  repositories: "How the repositories are is not known now.",
} as const;
