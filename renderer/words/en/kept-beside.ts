export const keptBeside = {
  heading: "Under another name",
  caption: "something else stands in the place, and stays there",
  fact_one: "{{n}} entry is there under another name, beside what stands in its place.",
  fact_other: "{{n}} entries are there under other names, beside what stands in their place.",
  of: "{{name}} in the snapshot",
  more_one: "and {{n}} more",
  more_other: "and {{n}} more",
} as const;
