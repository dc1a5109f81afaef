import { AssignDialog } from "../faults/assign-dialog";
import { CorrectDialog } from "../faults/correct-dialog";
import { DeleteDialog } from "../faults/delete-dialog";
import { ReportDialog } from "../faults/report-dialog";
import { ResolveDialog } from "../faults/resolve-dialog";
import { dialog } from "../state/dialogs";
import { Help } from "./help";
import { Palette } from "./palette";
import { SaveView } from "./save-view";
import { Share } from "./share";

export function Dialogs() {
  const open = dialog.value;
  switch (open?.name) {
    case undefined:
      return null;
    case "resolve":
      return <ResolveDialog faults={open.faults} />;
    case "assign":
      return <AssignDialog faults={open.faults} />;
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
