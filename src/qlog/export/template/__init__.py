"""Blank workbooks for offices without Python: paste the log, read the lists."""

from qlog.export.template.write import build_template, template_name, write_template, write_templates

__all__ = ["build_template", "template_name", "write_template", "write_templates"]
