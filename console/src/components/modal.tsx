/** The browser's own dialog: it holds the focus, takes Escape and gives the focus back. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { closeDialog } from "../state/dialogs";
import { Icon } from "./icons";

interface ModalProps {
  title: string;
  children: ComponentChildren;
  /** Its title is for screen readers alone. */
  isBare?: boolean;
}

export function Modal({ title, children, isBare }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="modal"
      data-bare={isBare}
      aria-labelledby="modal-title"
      onCancel={(event) => {
        event.preventDefault(); // the browser would hide it first, and keys be lost meanwhile
        closeDialog();
      }}
      onClose={closeDialog}
      onClick={(event) => {
        if (event.target === dialog.current) closeDialog();
      }}
    >
      <div class="modal-body">
        <header class={isBare ? "unseen" : ""}>
          <h2 id="modal-title">{title}</h2>
          {!isBare && (
            <button type="button" class="plain" aria-label="Close" onClick={closeDialog}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}
