"""What the product tells its operators: logs, measurements, health. Holds no personal data."""
