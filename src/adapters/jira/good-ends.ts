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
    'completato completata completare chiuso chiusa chiudere risolto risolta risolvere fatto fatta finito finita',
    // Dutch
    'gereed klaar gesloten sluiten opgelost oplossen afgerond afronden voltooid voltooien',
    // Polish, Czech
    'gotowe zamknięte zamknij zamknięty rozwiązane rozwiązany zakończone ukończone hotovo uzavřeno uzavřít vyřešeno dokončeno',
    // Danish, Norwegian, Swedish, Finnish
    'færdig lukket løst ferdig klar klart stängd stäng löst åtgärdad valmis suljettu ratkaistu',
    // Turkish, Russian, Ukrainian
    'tamam tamamlandı kapatıldı çözüldü bitti готово выполнено закрыт закрыта закрыто закрыть решено решён решен завершено виконано закрито вирішено',
    // Japanese, Korean, Chinese
    '完了 完了済み 解決 解決済み 終了 クローズ クローズ済み 완료 완료됨 해결 해결됨 닫힘 종료 完成 已完成 关闭 已关闭 解决 已解决 關閉 已關閉 已解決',
  ].flatMap((words) => words.split(' ')),
);

/** Words that change nothing about what a name means. */
const fillers = new Set(
  'e a o s issue ticket task request work item incident finding as is the to and mark set move fully automatically vorgang aufgabe als demande tâche incidencia tarea tarefa attività taak'.split(
    ' ',
  ),
);

/** Parts of names that say that an incident was set aside rather than ended. */
const setAside =
  /fals|fausse|faux|accept|akzept|acept|aceit|accett|risk|risik|risque|riesgo|risco|rischi|except|ausnahm|exce[pç]|eccez|uitzonder|won'?t|wont|duplic|duplik|doublon|dubl|cancel|annul|abgebroch|abbruch|storn|reject|declin|ablehn|abgelehn|refus|rechaz|rejeit|rifiut|afgewez|afwijz|invalid|ungültig|cannot|can't|abandon|obsolet|ignor|suppress|waive|exempt|defer|postpon|by design|archiv|expired|never|(?<!\p{L})(?:not|no|non|não|nicht|kein|keine|pas|niet|nie|ne|ikke|inte|не)(?!\p{L})|誤検知|误报|誤報|却下|対応しない|受容|接受|拒绝|拒絕|取消|キャンセル|重複|重复|중복|오탐|거부|취소|ложн|отклон|отмен|дублик|принят/iu;

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
