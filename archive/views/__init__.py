"""The public pages, one module a subject: home, articles, agencies, dates; calendars and charts lay figures out."""
