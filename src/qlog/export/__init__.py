"""What offices and analysts receive: tables as CSV and Parquet, and workbooks."""
