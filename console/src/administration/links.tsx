import { listShared, revokeShared } from "../api/faults";
import { Complaint } from "../components/complaint";
import { useReading } from "../components/use-reading";
import { momentOf } from "../state/times";

export function Links() {
  const { value: links, failure, act } = useReading(listShared);
  return (
    <section aria-labelledby="links-title">
      <h2 id="links-title">Links</h2>
      <p class="quiet">Whoever has one can read the open faults until it expires.</p>
      <Complaint text={failure} />
      {links && !links.length && <p class="quiet">No link works at the moment.</p>}
      <ul class="things">
        {links?.map((link) => (
          <li key={link.id}>
            <div>
              by{" "}
              <b>
                <bdi>{link.created_by}</bdi>
              </b>
              <p class="quiet">
                made {momentOf(link.created_at)} · until {momentOf(link.expires_at)}
              </p>
            </div>
            <button
              type="button"
              class="danger"
              onClick={() => void act(() => revokeShared(link.id))}
            >
              Revoke
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
