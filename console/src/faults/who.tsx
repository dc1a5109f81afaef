/** Who it is, as was said, beside the credential that vouches. */
export function Who({ credential, name }: { credential: string; name: string | null }) {
  if (!name) return <bdi>{credential}</bdi>;
  return (
    <>
      <bdi>{name}</bdi>{" "}
      <span class="quiet">
        (<bdi>{credential}</bdi>)
      </span>
    </>
  );
}
