import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { AtaAttribute } from "../../../../shared/model/health-reading.ts";
import type { DiskDetail, DiskView } from "../../../../shared/model/health-view.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { Verdict } from "../../../components/verdict.tsx";
import { attributesByWeight, isTelling } from "../model/attribute-order.ts";
import { type MetricName, readMetrics } from "../model/disk-metrics.ts";
import { useMetricValue } from "../model/use-metric-value.ts";
import styles from "./disk-page.module.css";

/** What the disk tells: the SMART attributes of an ATA disk, the values of any other. */
export function AttributesBand({ detail }: { readonly detail: DiskDetail }) {
  const { attributes } = detail.reading;
  return attributes.length > 0 ? <Attributes attributes={attributes} /> : <Values disk={detail.disk} />;
}

function Attributes({ attributes }: { readonly attributes: readonly AtaAttribute[] }) {
  const { t } = useTranslation("storage");
  const [showsAll, setShowsAll] = useState(false);
  const ordered = attributesByWeight(attributes);
  const telling = ordered.filter(isTelling);
  const canFold = telling.length > 0 && telling.length < ordered.length;
  return (
    <Band
      heading={t("disk.attributes")}
      caption={t("disk.attributesCaption")}
      end={
        canFold && (
          <Button kind="quiet" size="small" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? t("disk.showFewer") : t("disk.showAll", { count: ordered.length })}
          </Button>
        )
      }
    >
      <Sideways label={t("disk.attributes")} least={640}>
        <table className={styles.attributes}>
          <thead>
            <tr>
              <th scope="col" className={styles.number}>
                {t("disk.number")}
              </th>
              <th scope="col">{t("disk.attribute")}</th>
              <th scope="col" className={styles.value}>
                {t("disk.value")}
              </th>
              <th scope="col" className={styles.normalised}>
                {t("disk.normalised")}
              </th>
              <th scope="col">{t("disk.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {(showsAll || !canFold ? ordered : telling).map((attribute) => (
              <AttributeRow key={attribute.id} attribute={attribute} />
            ))}
          </tbody>
        </table>
      </Sideways>
    </Band>
  );
}

function AttributeRow({ attribute }: { readonly attribute: AtaAttribute }) {
  const { t } = useTranslation("storage");
  const { id, name, value, worst, threshold, raw, rawText, failed } = attribute;
  const word = t(`disk.attributeState.${failed}`);
  return (
    <tr>
      <td className={styles.quiet}>{id}</td>
      <td>{printable(name.replaceAll("_", " "))}</td>
      <td className={styles.value} data-strong={isTelling(attribute) && raw > 0}>
        {printable(rawText)}
      </td>
      <td className={styles.quiet}>{[value, worst, threshold].map((part) => part ?? "–").join(", ")}</td>
      <td>
        {failed === "never" ? (
          threshold === null || value === null ? null : (
            <span className={styles.above}>
              <Icon name="tick" size={14} />
              {word}
            </span>
          )
        ) : (
          <Verdict verdict={failed === "now" ? "failing" : "warning"} word={word} />
        )}
      </td>
    </tr>
  );
}

function Values({ disk }: { readonly disk: DiskView }) {
  const { t } = useTranslation("storage");
  const metrics = readMetrics(disk);
  if (metrics.length === 0) return null;
  return (
    <Band heading={t("disk.values")} caption={t("disk.valuesCaption")}>
      <dl className={styles.find}>
        {metrics.map((metric) => (
          <MetricRow key={metric} metric={metric} value={disk.metrics[metric]} />
        ))}
      </dl>
    </Band>
  );
}

function MetricRow({ metric, value }: { readonly metric: MetricName; readonly value: number | null }) {
  const { t } = useTranslation("storage");
  const say = useMetricValue(metric);
  return (
    <>
      <dt>{t(`metric.${metric}`)}</dt>
      <dd>{value === null ? "–" : say(value)}</dd>
    </>
  );
}
