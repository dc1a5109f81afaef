import { AssignDialog } from "../faults/assign-dialog";
import { CorrectDialog } from "../faults/correct-dialog";
import { DeleteDialog } from "../faults/delete-dialog";
import { ManyDialog } from "../faults/many-dialog";
import { ReportDialog } from "../faults/report-dialog";
import { ResolveDialog } from "../faults/resolve-dialog";
import { SnoozeDialog } from "../faults/snooze-dialog";
import { dialog } from "../state/dialogs";
import { Help } from "./help";
import { Palette } from "./palette";
import { SaveView } from "./save-view";
import { Share } from "./share";

export default function Dialogs() {
  const open = dialog.value;
  switch (open?.name) {
    case undefined:
      return null;
    case "resolve":
      return <ResolveDialog faults={open.faults} />;
    case "assign":
      return <AssignDialog faults={open.faults} />;
    case "many":
      return <ManyDialog deed={open.deed} filters={open.filters} />;
    case "snooze":
      return <SnoozeDialog faults={open.faults} />;
    case "delete":
      return <DeleteDialog faults={open.faults} />;
    case "correct":
      return <CorrectDialog fault={open.fault} />;
    case "report":
      return <ReportDialog />;
    case "palette":
      return <Palette />;
    case "share":
      return <Share />;
    case "save view":
      return <SaveView />;
    case "help":
      return <Help />;
  }
}
