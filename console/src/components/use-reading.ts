import { useEffect, useState } from "preact/hooks";
import { wordsOf } from "../state/words";

interface Reading<T> {
  value: T | null;
  failure: string;
  /** What raises is told as the failure; what was read is read again after it. */
  act: (deed: () => Promise<unknown>) => Promise<boolean>;
}

/** What a page reads when it opens, and again after it has changed something. */
export function useReading<T>(read: () => Promise<T>): Reading<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState("");
  const again = () =>
    read().then(
      (found) => {
        setValue(found);
        setFailure("");
      },
      (error: unknown) => setFailure(wordsOf(error)),
    );
  useEffect(() => void again(), []);
  const act = async (deed: () => Promise<unknown>) => {
    try {
      await deed();
      await again();
      return true;
    } catch (error) {
      setFailure(wordsOf(error));
      return false;
    }
  };
  return { value, failure, act };
}
