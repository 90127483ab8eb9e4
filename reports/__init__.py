"""From read models to indicators, tables and files a leader can stand behind."""
