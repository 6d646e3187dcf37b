import { acting as actingEn } from "./en/acting.ts";
import { activity as activityEn } from "./en/activity.ts";
import { alerts as alertsEn } from "./en/alerts.ts";
import { around as aroundEn } from "./en/around.ts";
import { audit as auditEn } from "./en/audit.ts";
import { backups as backupsEn } from "./en/backups.ts";
import { changeGuard as changeGuardEn } from "./en/change-guard.ts";
import { common as commonEn } from "./en/common.ts";
import { copies as copiesEn } from "./en/copies.ts";
import { drills as drillsEn } from "./en/drills.ts";
import { failover as failoverEn } from "./en/failover.ts";
import { hardware as hardwareEn } from "./en/hardware.ts";
import { keptBeside as keptBesideEn } from "./en/kept-beside.ts";
import { overview as overviewEn } from "./en/overview.ts";
import { palette as paletteEn } from "./en/palette.ts";
import { pins as pinsEn } from "./en/pins.ts";
import { place as placeEn } from "./en/place.ts";
import { planHooks as planHooksEn } from "./en/plan-hooks.ts";
import { recoveryKit as recoveryKitEn } from "./en/recovery-kit.ts";
import { remotePlace as remotePlaceEn } from "./en/remote-place.ts";
import { repair as repairEn } from "./en/repair.ts";
import { replicas as replicasEn } from "./en/replicas.ts";
import { restore as restoreEn } from "./en/restore.ts";
import { schedule as scheduleEn } from "./en/schedule.ts";
import { selfTests as selfTestsEn } from "./en/self-tests.ts";
import { setUp as setUpEn } from "./en/set-up.ts";
import { settings as settingsEn } from "./en/settings.ts";
import { shell as shellEn } from "./en/shell.ts";
import { snmp as snmpEn } from "./en/snmp.ts";
import { source as sourceEn } from "./en/source.ts";
import { standIn as standInEn } from "./en/stand-in.ts";
import { standing as standingEn } from "./en/standing.ts";
import { storage as storageEn } from "./en/storage.ts";
import { telling as tellingEn } from "./en/telling.ts";
import { thresholds as thresholdsEn } from "./en/thresholds.ts";
import { unavailable as unavailableEn } from "./en/unavailable.ts";
import { watching as watchingEn } from "./en/watching.ts";
import { acting as actingZh } from "./zh/acting.ts";
import { activity as activityZh } from "./zh/activity.ts";
import { alerts as alertsZh } from "./zh/alerts.ts";
import { around as aroundZh } from "./zh/around.ts";
import { audit as auditZh } from "./zh/audit.ts";
import { backups as backupsZh } from "./zh/backups.ts";
import { changeGuard as changeGuardZh } from "./zh/change-guard.ts";
import { common as commonZh } from "./zh/common.ts";
import { copies as copiesZh } from "./zh/copies.ts";
import { drills as drillsZh } from "./zh/drills.ts";
import { failover as failoverZh } from "./zh/failover.ts";
import { hardware as hardwareZh } from "./zh/hardware.ts";
import { keptBeside as keptBesideZh } from "./zh/kept-beside.ts";
import { overview as overviewZh } from "./zh/overview.ts";
import { palette as paletteZh } from "./zh/palette.ts";
import { pins as pinsZh } from "./zh/pins.ts";
import { place as placeZh } from "./zh/place.ts";
import { planHooks as planHooksZh } from "./zh/plan-hooks.ts";
import { recoveryKit as recoveryKitZh } from "./zh/recovery-kit.ts";
import { remotePlace as remotePlaceZh } from "./zh/remote-place.ts";
import { repair as repairZh } from "./zh/repair.ts";
import { replicas as replicasZh } from "./zh/replicas.ts";
import { restore as restoreZh } from "./zh/restore.ts";
import { schedule as scheduleZh } from "./zh/schedule.ts";
import { selfTests as selfTestsZh } from "./zh/self-tests.ts";
import { setUp as setUpZh } from "./zh/set-up.ts";
import { settings as settingsZh } from "./zh/settings.ts";
import { shell as shellZh } from "./zh/shell.ts";
import { snmp as snmpZh } from "./zh/snmp.ts";
import { source as sourceZh } from "./zh/source.ts";
import { standIn as standInZh } from "./zh/stand-in.ts";
import { standing as standingZh } from "./zh/standing.ts";
import { storage as storageZh } from "./zh/storage.ts";
import { telling as tellingZh } from "./zh/telling.ts";
import { thresholds as thresholdsZh } from "./zh/thresholds.ts";
import { unavailable as unavailableZh } from "./zh/unavailable.ts";
import { watching as watchingZh } from "./zh/watching.ts";

/** The words of all pages, a namespace each. */
export const resources = {
  en: {
    common: commonEn,
    shell: shellEn,
    overview: overviewEn,
    around: aroundEn,
    audit: auditEn,
    copies: copiesEn,
    hardware: hardwareEn,
    drills: drillsEn,
    failover: failoverEn,
    replicas: replicasEn,
    thresholds: thresholdsEn,
    backups: backupsEn,
    setUp: setUpEn,
    place: placeEn,
    recoveryKit: recoveryKitEn,
    remotePlace: remotePlaceEn,
    repair: repairEn,
    restore: restoreEn,
    keptBeside: keptBesideEn,
    acting: actingEn,
    activity: activityEn,
    alerts: alertsEn,
    schedule: scheduleEn,
    settings: settingsEn,
    selfTests: selfTestsEn,
    snmp: snmpEn,
    source: sourceEn,
    palette: paletteEn,
    planHooks: planHooksEn,
    standIn: standInEn,
    standing: standingEn,
    storage: storageEn,
    telling: tellingEn,
    unavailable: unavailableEn,
    watching: watchingEn,
    changeGuard: changeGuardEn,
    pins: pinsEn,
  },
  zh: {
    common: commonZh,
    shell: shellZh,
    overview: overviewZh,
    around: aroundZh,
    audit: auditZh,
    copies: copiesZh,
    hardware: hardwareZh,
    drills: drillsZh,
    failover: failoverZh,
    replicas: replicasZh,
    thresholds: thresholdsZh,
    backups: backupsZh,
    setUp: setUpZh,
    place: placeZh,
    recoveryKit: recoveryKitZh,
    remotePlace: remotePlaceZh,
    repair: repairZh,
    restore: restoreZh,
    keptBeside: keptBesideZh,
    acting: actingZh,
    activity: activityZh,
    alerts: alertsZh,
    schedule: scheduleZh,
    settings: settingsZh,
    selfTests: selfTestsZh,
    snmp: snmpZh,
    source: sourceZh,
    palette: paletteZh,
    planHooks: planHooksZh,
    standIn: standInZh,
    standing: standingZh,
    storage: storageZh,
    telling: tellingZh,
    unavailable: unavailableZh,
    watching: watchingZh,
    changeGuard: changeGuardZh,
    pins: pinsZh,
  },
} as const;
