// What a part of a page asks the API for: the answer, or why there is none, and a way to ask again.
import { useCallback, useEffect, useState } from "react";
import { get } from "./api.js";

export function useAsked(url) {
  const [state, setState] = useState({ data: null, error: null });

  const ask = useCallback(async () => {
    if (!url) return null;
    try {
      const data = await get(url);
      setState({ data, error: null });
      return data;
    } catch (error) {
      setState((before) => ({ ...before, error }));
      return null;
    }
  }, [url]);

  useEffect(() => {
    ask();
  }, [ask]);

  const show = useCallback((data) => setState({ data, error: null }), []);
  return { ...state, ask, show };
}
