"""FAISS, an optional package (`faiss-cpu`): vectors compared in this process's memory."""
