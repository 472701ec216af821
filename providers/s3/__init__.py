"""Any store that speaks S3: AWS, MinIO, SeaweedFS. Failures in failures.py, our contract in adapter.py."""
