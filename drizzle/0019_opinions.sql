CREATE TABLE "opinions" (
	"customer_id" integer NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"said_on" date NOT NULL,
	"text_md5" text NOT NULL,
	"read_by" smallint NOT NULL,
	"score" double precision NOT NULL,
	"label" text NOT NULL,
	"topics" text[] NOT NULL,
	CONSTRAINT "opinions_customer_id_source_external_id_pk" PRIMARY KEY("customer_id","source","external_id")
);
--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "opinions_said_on" ON "opinions" USING btree ("said_on");