/**
 * The Chinese words for English ones: exactly the same keys, or it does not compile. Chinese does not tell one from many, so of
 * `files_one` and `files_other` it has `files_other` only.
 */
export type ChineseOf<English> = {
  readonly [Key in keyof English as Key extends `${string}_one` ? never : Key]: English[Key] extends string
    ? string
    : ChineseOf<English[Key]>;
};
