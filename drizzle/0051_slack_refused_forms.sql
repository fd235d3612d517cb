CREATE TABLE "slack_refused_forms" (
	"workspace" text NOT NULL,
	"form" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "slack_refused_forms_workspace_form_pk" PRIMARY KEY("workspace","form")
);
