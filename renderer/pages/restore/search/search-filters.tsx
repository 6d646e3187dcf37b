import { NativeSelect } from "@mantine/core";
import { SEARCH_KINDS } from "../../../../shared/model/file-kinds.ts";
import type { RestorePlace } from "../model/place.ts";
import { SINCE } from "../model/search-since.ts";
import type { Go } from "../use-place.ts";
import { useWords } from "../use-words.ts";

type SearchFiltersProps = { readonly place: RestorePlace; readonly go: Go };

/** Of which kind, and changed when, a file is that is searched for. */
export function SearchFilters({ place, go }: SearchFiltersProps) {
  const { t } = useWords();
  return (
    <>
      <NativeSelect
        aria-label={t("search.kindLabel")}
        value={place.kind ?? ""}
        onChange={({ currentTarget: { value } }) =>
          go({ kind: SEARCH_KINDS.find((kind) => kind === value) ?? null }, { replaces: true })
        }
        data={[
          { value: "", label: t("search.anyKind") },
          ...SEARCH_KINDS.map((kind) => ({ value: kind, label: t(`search.kind.${kind}`) })),
        ]}
      />
      <NativeSelect
        aria-label={t("search.changedLabel")}
        value={place.since ?? ""}
        onChange={({ currentTarget: { value } }) =>
          go({ since: SINCE.find((since) => since === value) ?? null }, { replaces: true })
        }
        data={[
          { value: "", label: t("search.anyTime") },
          ...SINCE.map((since) => ({ value: since, label: t(`search.changed.${since}`) })),
        ]}
      />
    </>
  );
}
