import { dismiss, toasts } from "../state/toasts";
import { Icon } from "../components/icons";

const ICONS = { done: "tick", warning: "warning", failure: "warning" } as const;

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class="toast" data-tone={toast.tone}>
          <Icon name={ICONS[toast.tone]} />
          <bdi>{toast.text}</bdi>
          {toast.undo && (
            <button
              type="button"
              class="link"
              onClick={() => {
                dismiss(toast.id);
                toast.undo?.();
              }}
            >
              Undo
            </button>
          )}
          <button
            type="button"
            class="plain"
            aria-label="Dismiss"
            onClick={() => dismiss(toast.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
