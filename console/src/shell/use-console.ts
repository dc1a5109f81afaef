/** What runs while somebody is signed in. */

import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { forgetAnswers } from "../api/faults";
import { keepSession } from "../session/renewal";
import { forgetAlarms } from "../state/alarms";
import { address } from "../state/address";
import { conflict } from "../state/deeds";
import { openDetail } from "../state/detail";
import { wasEverReported } from "../state/first-fault";
import { openShown } from "../state/shown";
import { followNews } from "../state/news";
import { forgetViewCounts } from "../state/view-counts";
import { keepLive } from "../state/polling";
import { startOver } from "../state/selection";
import { wantedField } from "../state/wanted-field";
import { listenToKeys } from "./keyboard";
import { followSignOuts } from "./sign-out";

export function useConsole(): void {
  useEffect(listenToKeys, []);
  useEffect(keepLive, []);
  useEffect(followNews, []);
  useEffect(() => forgetAll, []);
  useEffect(keepSession, []);
  useEffect(followSignOuts, []);

  const filters = JSON.stringify(address.value.filters);
  useEffect(() => {
    startOver();
    void openShown(address.peek().filters);
  }, [filters]);

  useSignalEffect(() => {
    const { fault } = address.value;
    if (conflict.peek()?.now.id !== fault) conflict.value = null;
    if (fault !== opened) {
      opened = fault;
      void openDetail(fault);
    }
  });
  useEffect(
    () => () => {
      opened = "";
      wantedField.value = null;
    },
    [],
  );
}

function forgetAll(): void {
  forgetAnswers();
  forgetAlarms();
  forgetViewCounts();
  wasEverReported.value = null;
}

let opened = "";
