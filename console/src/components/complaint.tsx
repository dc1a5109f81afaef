export function Complaint({ text }: { text: string }) {
  if (!text) return null;
  return (
    <p role="alert" class="complaint">
      {text}
    </p>
  );
}
