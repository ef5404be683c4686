/** Words of statuses, transitions and resolutions that say that the work on a ticket is done, in lower case. */
const doneWords = new Set(
  [
    // English
    'done close closed resolve resolved fix fixed remediate remediated complete completed finish finished solve solved mitigated',
    // German
    'erledigt erledigen fertig schließen geschlossen gelöst lösen behoben beheben abgeschlossen abschließen',
    // French
    'terminé terminée terminer fermé fermée fermer résolu résolue résoudre corrigé corrigée clos close clore clôturé clôturée clôturer fini',
    // Spanish
    'hecho hecha listo lista finalizado finalizada finalizar cerrado cerrada cerrar resuelto resuelta resolver terminado terminada terminar completado completada completar solucionado solucionada',
    // Portuguese
    'concluído concluída concluir feito feita fechado fechada fechar resolvido resolvida corrigido corrigida itens concluídos',
    // Italian
    'completato completata completare completa chiuso chiusa chiudere chiudi risolto risolta risolvere risolvi fatto fatta finito finita',
    // Dutch
    'gereed klaar gesloten sluiten opgelost oplossen afgerond afronden voltooid voltooien',
    // Polish, Czech
    'gotowe zamknięte zamknij zamknięty zamknięta zamknięto rozwiązane rozwiązany rozwiązana rozwiąż zakończone zakończony zakończ ukończone ukończ zrobione wykonane',
    'hotovo uzavřeno uzavřít zavřeno zavřít vyřešeno vyřešit dokončeno dokončit',
    // Danish, Norwegian, Swedish, Finnish
    'færdig lukket luk løst løs afsluttet afslut udført ferdig lukk fullført avsluttet avslutt utført klar klart stängd stäng löst lös avslutad avsluta slutförd slutför åtgärdad valmis suljettu sulje ratkaistu ratkaise',
    // Turkish, Hungarian, Romanian, Greek
    'tamam tamamlandı tamamla kapatıldı kapatildi kapat çözüldü çöz bitti',
    'kész lezárva lezárás megoldva befejezve închis închisă închide rezolvat rezolvată rezolvă finalizat terminat',
    'ολοκληρώθηκε κλειστό επιλύθηκε',
    // Russian, Ukrainian
    'готово выполнено выполнена закрыт закрыта закрыто закрыть решено решена решён решен решить исправлено завершено завершена завершить',
    'виконано закрито закрити вирішено вирішити завершити',
    // Japanese, Korean, Chinese
    '完了 完了済み 完了する 解決 解決済み 解決する 修正済み 終了 閉じる クローズ クローズ済み 완료 완료됨 완료하기 해결 해결됨 해결하기 닫힘 닫기 종료 完成 已完成 关闭 已关闭 解决 已解决 修复 已修复 關閉 已關閉 已解決',
  ].flatMap((words) => words.split(' ')),
);

/** Words that change nothing about what a name means. */
const fillers = new Set(
  'e a o s issue ticket task request work item incident finding as is the this to and mark set move fully automatically vorgang aufgabe anfrage dies diesen diese markieren als demande tâche cette ce la le marquer comme incidencia solicitud tarea esta el marcar como tarefa attività richiesta questo questa segna come taak verzoek markeren oznacz jako'.split(
    ' ',
  ),
);

/** Parts of names that say that an incident was set aside rather than ended. */
const setAside =
  /fals|fausse|faux|yanlış|accept|akzept|akcept|acept|aceit|accett|kabul|risk|risik|ris[ci]co|ryzyk|risque|riesgo|rischi|except|ausnahm|exce[pç]|eccez|uitzonder|won\P{L}?t|duplic|duplik|doublon|dubl|cancel|annul|abgebroch|abbruch|storn|reject|declin|dismiss|discard|withdraw|ablehn|abgelehn|zurückw|zurückgew|verw[eo]rf|refus|rechaz|descart|desest|rejeit|rifiut|scart|afgewez|afwijz|odrzu|anulow|zamít|af?vis|avvis|avslå|hylä|hylk|elutas|respin|redded|iptal|invalid|ungültig|cannot|can't|abandon|obsolet|ignor|suppress|waive|exempt|defer|postpon|by design|archiv|expired|never|(?<!\p{L})(?:not|no|non|não|nicht|kein|keine|ohne|pas|sans|sin|sem|senza|niet|geen|zonder|without|nie|bez|ne|ikke|inte|не|без)(?!\p{L})|誤検知|误报|誤報|却下|対応しない|受容|接受|拒绝|拒絕|不修|不予|取消|キャンセル|対応不要|無視|重複|重复|중복|오탐|거부|거절|반려|기각|수용|취소|ложн|отклон|отмен|дублик|принят|прийнят/iu;

/** Whether a person decided to set an incident aside, by the name of a transition, status or resolution. */
export function isSetAside(name: string): boolean {
  return setAside.test(name);
}

/** Whether a name says that the work is done and nothing else: `Done`, `Geschlossen`, `Close issue`; not `Accepted`. */
export function isGoodEnd(name: string): boolean {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}']+/gu) ?? [];
  return (
    !isSetAside(name) &&
    words.some((word) => doneWords.has(word)) &&
    words.every((word) => doneWords.has(word) || fillers.has(word))
  );
}

/** Whether `name` is one of the configured `names`, whatever its case. */
export function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((one) => one.trim().toLowerCase() === name.trim().toLowerCase());
}
