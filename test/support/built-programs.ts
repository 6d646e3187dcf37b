/** Names the folder of built programs in the environment of tests that are run as a whole. */
export const BUILT_PROGRAMS = "BACKSTAY_TEST_PROGRAMS";

/** The folder of built programs that are surely as new as their sources. Where there is none, tests run the sources: that takes longer. */
export const builtPrograms: string | undefined = process.env[BUILT_PROGRAMS];
