interface TextFieldProps {
  words: string;
  value: string;
  onType: (value: string) => void;
  longest: number;
  lines?: number;
  isWanted?: boolean;
  isFirst?: boolean;
  hint?: string;
}

export function TextField(props: TextFieldProps) {
  const { words, value, longest, lines = 1, hint } = props;
  const shared = {
    dir: "auto" as const,
    maxLength: longest,
    required: props.isWanted ?? false,
    autoFocus: props.isFirst ?? false,
    placeholder: hint ?? "",
    value,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      props.onType(event.currentTarget.value),
  };
  return (
    <label>
      {words}
      {lines > 1 ? <textarea rows={lines} {...shared} /> : <input autoComplete="off" {...shared} />}
    </label>
  );
}
